package dev.fairlead.server.config.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.server.config.InvalidConfigException;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents that ask for more than anybody has: each is refused, at its line, for a small part of that price. */
class HostileDocumentTest {

    private static final String GROW = "its substitutions expand too far";
    private static final String DEEP = "is nested too deep";
    private static final String MANY = " tokens, expected";

    private static List<Arguments> documents() {
        return List.of(
                hostile(
                        "texts that double",
                        "x.conf",
                        "a0 = xxxxxxxxxx\n" + lines(26, i -> "a" + (i + 1) + " = ${a" + i + "}${a" + i + "}"),
                        GROW),
                hostile(
                        "lists that double",
                        "x.conf",
                        "a0 = [1]\n" + lines(26, i -> "a" + (i + 1) + " = ${a" + i + "} ${a" + i + "}"),
                        GROW),
                hostile(
                        "lists of lists",
                        "x.conf",
                        "a0 = [1]\n" + lines(26, i -> "a" + (i + 1) + " = [${a" + i + "}, ${a" + i + "}]"),
                        GROW),
                hostile(
                        "blocks of blocks",
                        "x.conf",
                        "a0 { x = 1 }\n" + lines(26, i -> "a" + (i + 1) + " { l = ${a" + i + "}, r = ${a" + i + "} }"),
                        GROW),
                hostile(
                        "quoted keys",
                        "x.conf",
                        "\"a\\u0030\" = xxxxxxxxxx\n"
                                + lines(26, i -> "a" + (i + 1) + " = ${\"a" + i + "\"}${?a" + i + "}"),
                        GROW),
                hostile(
                        "a block's members",
                        "x.conf",
                        "b { a0 = xxxxxxxxxx }\n"
                                + lines(26, i -> "b { a" + (i + 1) + " = ${b.a" + i + "}${b.a" + i + "} }"),
                        GROW),
                hostile(
                        "by way of the whole",
                        "x.conf",
                        "b0 { a = xxxxxxxxxx }\n"
                                + lines(
                                        26,
                                        i -> "b" + (i + 1) + " = ${b" + i + "}\nb" + (i + 1) + ".a = ${b" + i + ".a}${b"
                                                + i + ".a}"),
                        GROW),
                hostile(
                        "a text that doubles itself",
                        "x.conf",
                        "a = xxxxxxxxxx\n" + lines(26, i -> "a = ${a}${a}"),
                        GROW),
                hostile("a list that doubles itself", "x.conf", "a = [1]\n" + lines(26, i -> "a = ${a} ${a}"), GROW),
                hostile("a list that appends itself", "x.conf", "a = [1]\n" + lines(26, i -> "a += ${a}"), GROW),
                hostile(
                        "one line of them",
                        "x.conf",
                        "a0 = xxxxxxxxxx, "
                                + lines(26, i -> "a" + (i + 1) + " = ${a" + i + "}${a" + i + "}")
                                        .replace("\n", ", "),
                        GROW),
                hostile(
                        "in long quotes and comments",
                        "x.conf",
                        "a0 = \"\"\"}{\"]\"\"\"\"\" // ${\n"
                                + lines(26, i -> "a" + (i + 1) + " = ${a" + i + "}${a" + i + "} # }"),
                        GROW),
                hostile(
                        "a chain",
                        "x.conf",
                        "a0 = 1\n" + lines(5000, i -> "a" + (5000 - i) + " = ${a" + (4999 - i) + "}"),
                        "is in a chain of references"),
                hostile(
                        "itself very often",
                        "x.conf",
                        "a = 1\n" + lines(5000, i -> "a = ${a}1"),
                        "extends itself more than"),
                hostile("a circle", "x.conf", "a = ${b}\nb = ${a}", "no cycle of substitutions"),
                hostile("a circle of blocks", "x.conf", "a { b = ${a} }", "no cycle of substitutions"),
                hostile("deep blocks", "x.conf", "a {".repeat(100_000), DEEP),
                hostile("deep lists", "x.conf", "a = " + "[".repeat(100_000), DEEP),
                hostile("deep lists of blocks", "x.conf", "a = " + "[{a=".repeat(100_000), DEEP),
                hostile("a deep key", "x.conf", "a" + ".a".repeat(400) + " = 1", DEEP),
                hostile("a deep substitution", "x.conf", "b = ${a" + ".a".repeat(400) + "}", DEEP),
                hostile("deep JSON", "x.json", "{\"a\":" + "[".repeat(100_000), DEEP),
                hostile("JSON of many", "x.json", "{\"a\":[" + "1,".repeat(510_000) + "1]}", MANY),
                hostile("many words", "x.conf", "a = " + "1 ".repeat(510_000), MANY),
                hostile("many lines", "x.conf", "\n".repeat(1_010_000), MANY),
                hostile("many comments", "x.conf", "#\n".repeat(510_000), MANY),
                hostile(
                        "one block again and again",
                        "x.conf",
                        lines(100_000, i -> "a.b" + i + "=1"),
                        "each block in one place"),
                hostile(
                        "one block in pieces",
                        "x.conf",
                        lines(
                                2000,
                                i -> "x { "
                                        + lines(9, j -> "k" + (9 * i + j) + "=1")
                                                .replace("\n", ",") + " }"),
                        "each block in one place"),
                hostile(
                        "blocks of its own members",
                        "x.conf",
                        "a {x=1}\n" + lines(400, i -> "a = ${a} { k" + i + " = ${a.x} }"),
                        "extends itself more than"),
                hostile("deep YAML in brackets", "x.yaml", "a: " + "[".repeat(100_000), DEEP),
                hostile("deep YAML in braces", "x.yaml", "a: " + "{a: ".repeat(100_000), DEEP),
                hostile("deep YAML in dashes", "x.yaml", "- ".repeat(100_000) + "a", DEEP),
                hostile("deep YAML in lines", "x.yaml", lines(2000, i -> " ".repeat(i) + "a:"), DEEP),
                hostile("YAML of many", "x.yaml", "a:\n" + "-\n".repeat(1_010_000), MANY),
                hostile(
                        "aliases",
                        "x.yaml",
                        "a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n"
                                + lines(
                                        12,
                                        i -> "a" + (i + 1) + ": &a" + (i + 1) + " [*a" + i + ",*a" + i + ",*a" + i
                                                + "]"),
                        "aliases"),
                hostile("an alias to what it stands in", "x.yaml", "a: &a [*a]", "aliases"));
    }

    private static Arguments hostile(String what, String name, String text, String sentence) {
        return Arguments.of(what, name, text, sentence);
    }

    private static String lines(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void isRefusedWithASentence(String what, String name, String text, String sentence) {
        InvalidConfigException e = catchThrowableOfType(
                InvalidConfigException.class, () -> Document.read(text, name, Reach.sent(Map.of(), true)));

        assertThat(e).as("refusal of %s", what).isNotNull();
        assertThat(e.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.text()).contains(sentence).hasSizeLessThan(300);
            assertThat(problem.line()).isPositive();
        });
    }

    @Test
    void honestSubstitutionsPass() {
        String common = "common { "
                + lines(50, i -> "key" + i + " = some text of usual length").replace("\n", ", ") + " }\n";
        String pools = lines(500, i -> "pools.p" + i + " = ${common} { name = \"${not} one\", id = " + i + " }");
        String backends = "list = []\n" + lines(90, i -> "list += \"10.0.0." + i + ":8080\"");
        String paths = "path = a\n" + lines(90, i -> "path = ${path}\":/b" + i + "\"");
        String flat = lines(
                        1000,
                        i -> "lb.pools.p" + i + ".tags.zone = a\nlb.pools.p" + i + ".tags.rack = b\nlb.pools.p" + i
                                + ".size = 3")
                + "\n";
        String looks =
                "bar : { foo : 42, baz : ${bar.foo} }\nbar : { foo : 43 }\nfoo { a { c = 1 } }\nfoo = ${foo.a}\nfoo { a = 2 }\n"
                        + "opt = ${?nothing}\nx.y = ${bar.baz}\n";
        String all = common + pools + "\n" + backends + "\n" + paths + "\n" + looks + flat;

        assertThatCode(() -> Document.read(all, "x.conf", Reach.sent(Map.of(), true)))
                .doesNotThrowAnyException();
    }
}

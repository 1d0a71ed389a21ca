package dev.fairlead.server.routing.match;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalPathTest {

    private static final String[] PIECES = {
        "/", "/", "//", ".", "..", "a", "%61", "%2e", "%2E", "%2f", "%5c", ";x", "%", "%4", "%%32e", "e", "2", "\\",
        "%c3%A4"
    };

    @ParameterizedTest
    @CsvSource({
        "'', /",
        "/, /",
        "*, *",
        "/a/b, /a/b",
        "/%61%2D%5f%7e%2Ez, /a-_~.z",
        "/%2f%3b%c3%A4, /%2F%3B%C3%A4",
        "//a///b//, /a/b/",
        "/a/./b/., /a/b/",
        "/a/b/.., /a/",
        "/a/b/../.., /",
        "/a/%2e%2E/b, /b",
        "/a//../b, /b",
        "/a/..;/b, /a/..;/b",
        "/.../..a/.b, /.../..a/.b",
        "/%, /%",
        "/%zz/%4, /%zz/%4",
        "/%%32e, /%%32e",
        "/%2%65, /%2%65",
        "/%%32%65/x, /%%32e/x",
        "/%252e, /%252e",
        "/%\u0661\u0661, /%\u0661\u0661",
    })
    void hasOneForm(String path, String normal) {
        assertThat(NormalPath.of(path)).isEqualTo(normal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/..", "/../", "/a/../..", "/%2e%2e", "/a/%2e%2e/%2E./b", "//..", "/./.."})
    void leadsNowhereAboveTheRoot(String path) {
        assertThat(NormalPath.of(path)).isNull();
    }

    @Test
    void isNotCopiedIfItIsNormal() {
        String path = "/a/b.c/%2F;x/..d/";
        assertThat(NormalPath.of(path)).isSameAs(path);
    }

    /** What is forwarded in normal form must not mean something else when it is read once more. */
    @Test
    void staysAsItIsWhenItIsReadAgain() {
        Random random = new Random(17);
        for (int i = 0; i < 200_000; i++) {
            String path = "/"
                    + random.ints(random.nextInt(9), 0, PIECES.length)
                            .mapToObj(piece -> PIECES[piece])
                            .collect(Collectors.joining());
            String normal = NormalPath.of(path);
            if (normal != null) {
                assertThat(requireNonNull(NormalPath.of(normal))).as(path).isEqualTo(normal);
                assertThat(normal).as(path).startsWith("/").doesNotContain("//");
            }
        }
    }
}

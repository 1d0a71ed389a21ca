package dev.fairlead.server.routing.match;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolSplitTest {

    private static final int DRAWS = 100_000;
    private static final Map<String, Integer> CANARY = Map.of("stable", 95, "canary", 5);

    private final Random random = new Random(3);

    @ParameterizedTest
    @ValueSource(strings = {"random", "client", "header:X-User", "cookie:seen"})
    void sharesAreExactWithinHalfAPoint(String by) {
        PoolSplit split = new PoolSplit(CANARY, by);
        double canary = share(
                split,
                i -> Asked.get("h", "/")
                        .from("10." + i / 65536 + "." + i / 256 % 256 + "." + i % 256)
                        .with("X-User", "user-" + i)
                        .with("Cookie", "a=b; seen=" + PoolSplit.newKey(random)));
        assertThat(canary).isCloseTo(5, within(0.5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"header:X-User", "cookie:seen"})
    void withoutAKeyItIsChance(String by) {
        PoolSplit split = new PoolSplit(CANARY, by);
        Asked asked = Asked.get("h", "/").with("Cookie", "seen=; other=1").with("X-User", "");
        assertThat(split.key(asked)).isNull();
        assertThat(share(split, i -> asked)).isCloseTo(5, within(0.5));
    }

    private double share(PoolSplit split, IntFunction<Asked> asked) {
        return IntStream.range(0, DRAWS)
                        .filter(i -> split.pool(asked.apply(i), random).equals("canary"))
                        .count()
                * 100.0
                / DRAWS;
    }

    @Test
    void aCookieThatIsSetLeadsToThePoolThatItWasSetFor() {
        PoolSplit split = new PoolSplit(CANARY, "cookie:seen");
        assertThat(split.cookieName()).isEqualTo("seen");
        assertThat(new PoolSplit(CANARY, "client").cookieName()).isNull();
        for (int i = 0; i < 1000; i++) {
            String key = PoolSplit.newKey(random);
            assertThat(key).matches("[0-9a-f]{16}");
            Asked next = Asked.get("h", "/").with("Cookie", "seen=" + key);
            assertThat(split.pool(next, random)).isEqualTo(split.pool(key, random));
        }
    }

    /** From 5 to 15 of 110 moves what the canary gains; nothing moves between others, and nobody leaves it. */
    @Test
    void moreWeightMovesOnlyWhatMustMove() {
        PoolSplit before = new PoolSplit(Map.of("a", 50, "b", 45, "canary", 5), "client");
        PoolSplit after = new PoolSplit(Map.of("canary", 15, "a", 50, "b", 45), "client");
        Map<String, Integer> moves = new HashMap<>();
        for (int i = 0; i < DRAWS; i++) {
            String from = before.pool("client " + i, random);
            String to = after.pool("client " + i, random);
            if (!from.equals(to)) {
                moves.merge(from + " to " + to, 1, Integer::sum);
            }
        }
        assertThat(moves).containsOnlyKeys("a to canary", "b to canary");
        double moved = moves.values().stream().mapToInt(Integer::intValue).sum() * 100.0 / DRAWS;
        assertThat(moved).isCloseTo(15 * 100.0 / 110 - 5, within(0.5));
    }

    @Test
    void aPoolThatIsAddedTakesAndOneThatLeavesGives() {
        PoolSplit two = new PoolSplit(Map.of("a", 1, "b", 1), "client");
        PoolSplit three = new PoolSplit(Map.of("a", 1, "b", 1, "c", 2), "client");
        for (int i = 0; i < 10_000; i++) {
            String of = three.pool("k" + i, random);
            assertThat(of.equals("c") || of.equals(two.pool("k" + i, random))).isTrue();
        }
    }

    @Test
    void theOrderOfThePoolsDoesNotMatter() {
        Map<String, Integer> turned = new LinkedHashMap<>();
        turned.put("canary", 5);
        turned.put("stable", 95);
        PoolSplit split = new PoolSplit(turned, "header:X-User");
        PoolSplit other = new PoolSplit(CANARY, "header:X-User");
        for (int i = 0; i < 10_000; i++) {
            assertThat(split.pool("u" + i, random)).isEqualTo(other.pool("u" + i, random));
        }
    }

    @Test
    void aPoolWithoutWeightGetsNothing() {
        PoolSplit split = new PoolSplit(Map.of("old", 0, "new", 1_000_000), "random");
        for (int i = 0; i < 1000; i++) {
            assertThat(split.pool(Asked.get("h", "/"), random)).isEqualTo("new");
            assertThat(split.pool("k" + i, random)).isEqualTo("new");
        }
    }

    @Test
    void aRouteBringsItsSplit() {
        RouteTable table =
                RouteTable.of(RouteTexts.routes("name = c, split { stable = 1, canary = 0 }, split-by = client"));
        FoundRoute found = table.find(Asked.get("h", "/"));
        assertThat(requireNonNull(((CompiledRoute) found).split()).pool(Asked.get("h", "/"), random))
                .isEqualTo("stable");
    }
}

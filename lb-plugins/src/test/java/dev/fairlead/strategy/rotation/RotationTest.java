package dev.fairlead.strategy.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.spi.Memento;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.testkit.FakeContext;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.FakeRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RotationTest {
    private final FakeRequest request = FakeRequest.get("/");
    private final Strategy weighted = new WeightedRoundRobinProvider().create(FakeContext.seeded(1));
    private final Strategy plain = new RoundRobinProvider().create(FakeContext.seeded(1));

    @Test
    void weightsInterleave() {
        Selector selector = weighted.rebuild(FakePool.of("a=5", "b", "c"));

        assertThat(turns(selector, 14)).isEqualTo("aabacaaaabacaa");
    }

    @Test
    void weightsAreTakenInLowestTerms() {
        Selector selector = weighted.rebuild(FakePool.of("a=500", "b=100", "c=100"));

        assertThat(turns(selector, 7)).isEqualTo("aabacaa");
    }

    @Test
    void equalBackendsShareExactlyAcrossRebuilds() {
        FakePool pool = FakePool.of("a", "b", "c");
        Map<String, Integer> counts = new HashMap<>();
        Selector selector = plain.rebuild(pool);
        for (int i = 0; i < 300; i++) {
            if (i % 7 == 0) {
                pool = pool.again();
                selector = plain.rebuild(pool);
            }
            counts.merge(selector.select(request).id(), 1, Integer::sum);
        }

        assertThat(counts).containsOnly(Map.entry("a", 100), Map.entry("b", 100), Map.entry("c", 100));
    }

    @Test
    void oldAndNewSelectorTakeTurnsTogether() {
        FakePool pool = FakePool.of("a", "b", "c");
        Selector old = plain.rebuild(pool);
        Selector next = plain.rebuild(pool.again());

        assertThat(turns(old, 1) + turns(next, 1) + turns(old, 1) + turns(next, 1))
                .isEqualTo("abca");
    }

    @Test
    void whoeverWasNextIsNextAfterAChange() {
        FakePool pool = FakePool.of("a", "b", "c", "d");
        assertThat(turns(plain.rebuild(pool), 2)).isEqualTo("ab");

        assertThat(turns(plain.rebuild(pool.without("a")), 1)).isEqualTo("c");
        assertThat(turns(plain.rebuild(pool.without("d").with("e", 1)), 1)).isEqualTo("b");
        assertThat(turns(plain.rebuild(pool.without("a")), 3)).isEqualTo("cdb");
    }

    @Test
    void poolThatChangesAllTheTimeWearsNobodyOut() {
        FakePool all = FakePool.of("a", "b", "c");
        Map<Character, Long> counts = count(IntStream.range(0, 60)
                .mapToObj(i -> turns(plain.rebuild(i % 2 == 0 ? all.again() : all.without("c")), 5))
                .collect(Collectors.joining()));

        // for half of the time three share, for the other half two
        assertThat(counts.get('a')).isBetween(115L, 135L);
        assertThat(counts.get('b')).isBetween(115L, 135L);
        assertThat(counts.get('c')).isBetween(40L, 60L);
    }

    @Test
    void successorGoesOnWhereTheOldOneStopped() {
        FakePool pool = FakePool.of("a", "b", "c");
        turns(plain.rebuild(pool), 5);
        Memento memento = plain.memento();
        Strategy successor =
                new RoundRobinProvider().create(FakeContext.seeded(2).inheriting(memento));

        assertThat(turns(successor.rebuild(pool), 3)).isEqualTo("cab");
    }

    @Test
    void threadsTogetherTakeEachTurnOnce() throws Exception {
        Selector selector = weighted.rebuild(FakePool.of("a=5", "b", "c"));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Map<Character, Long>> worker = () -> count(turns(selector, 7_000));
            Map<Character, Long> sum = new HashMap<>();
            for (Future<Map<Character, Long>> done : threads.invokeAll(List.of(worker, worker, worker, worker))) {
                done.get().forEach((id, count) -> sum.merge(id, count, Long::sum));
            }

            assertThat(sum).containsOnly(Map.entry('a', 20_000L), Map.entry('b', 4_000L), Map.entry('c', 4_000L));
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void retriesOfOneBackendSpreadOverTheOthers() {
        Selector selector = plain.rebuild(FakePool.of("a", "b", "c", "d"));
        Map<Character, Long> counts = count(IntStream.range(0, 400)
                .mapToObj(i -> selector.select(FakeRequest.get("/").tried("a")).id())
                .collect(Collectors.joining()));

        assertThat(counts).doesNotContainKey('a');
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(100L, 170L));
    }

    private String turns(Selector selector, int turns) {
        return IntStream.range(0, turns)
                .mapToObj(i -> selector.select(request).id())
                .collect(Collectors.joining());
    }

    private static Map<Character, Long> count(String turns) {
        return turns.chars().mapToObj(c -> (char) c).collect(Collectors.groupingBy(c -> c, Collectors.counting()));
    }
}

package dev.fairlead.strategy.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.spi.Selector;
import dev.fairlead.spi.testkit.FakeEndpoint;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.FakeRequest;
import dev.fairlead.strategy.Builtin;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HashOptionsTest {

    @Test
    void tableSizeMustBePrimeAndTheNextOneIsNamed() {
        assertThatThrownBy(() -> Builtin.create("maglev", Map.of("table-size", "1000")))
                .hasMessage("table-size: is 1000, expected a prime number; the next one is 1009");
    }

    @Test
    void tableSmallerThanThePoolGrows() {
        FakePool pool = FakePool.ofSize(50);
        Selector selector = Builtin.create("maglev", Map.of("table-size", "7")).rebuild(pool);

        assertThat(FakeRequestStream.clients(5_000)
                        .map(selector::select)
                        .distinct()
                        .count())
                .isEqualTo(50);
    }

    @Test
    void loadBoundBelowItsSenseIsRefused() {
        assertThatThrownBy(() -> Builtin.create("ring_hash", Map.of("bounded-load", "100%")))
                .hasMessageContaining("expected 0 (off) or at least 105%");
    }

    @Test
    void boundedLoadKeepsOneHotKeyFromOverrunningItsBackend() {
        FakePool pool = FakePool.ofSize(10);
        Selector selector =
                Builtin.create("ring_hash", Map.of("bounded-load", "125%")).rebuild(pool);
        FakeRequest hot = FakeRequest.get("/hot");
        for (int i = 0; i < 1_000; i++) {
            pool.fake(selector.select(hot)).begin();
        }

        // 1.25 times the mean of 100, rounded up: the bound of the paper
        for (int i = 0; i < pool.size(); i++) {
            assertThat(pool.endpoint(i).inFlight()).isLessThanOrEqualTo(126);
        }
    }

    @Test
    void withoutABoundOneHotKeyStaysTogether() {
        FakePool pool = FakePool.ofSize(10);
        Selector selector = Builtin.create("ring_hash", Map.of()).rebuild(pool);
        FakeRequest hot = FakeRequest.get("/hot");
        FakeEndpoint owner = pool.fake(selector.select(hot));
        owner.inFlight(10_000);

        assertThat(selector.select(hot)).isSameAs(owner);
    }

    @Test
    void keysOfAFailedBackendSpreadOverTheOthers() {
        for (String strategy : new String[] {"maglev", "ring_hash", "rendezvous", "ip_hash"}) {
            FakePool pool = FakePool.ofSize(5);
            Selector selector = Builtin.create(strategy, Map.of()).rebuild(pool);
            String failed = pool.endpoint(2).id();
            Map<String, Long> retries = FakeRequestStream.clients(20_000)
                    .filter(request -> selector.select(request).id().equals(failed))
                    .map(request -> selector.select(request.tried(failed)).id())
                    .collect(Collectors.groupingBy(id -> id, Collectors.counting()));

            assertThat(retries).as(strategy).hasSize(4).doesNotContainKey(failed);
            assertThat(retries.values())
                    .as(strategy)
                    .allSatisfy(count -> assertThat(count).isBetween(700L, 1_400L));
        }
    }
}

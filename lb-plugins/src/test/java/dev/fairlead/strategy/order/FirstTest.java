package dev.fairlead.strategy.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.spi.Selector;
import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.testkit.FakeContext;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.FakeRequest;
import org.junit.jupiter.api.Test;

class FirstTest {
    private final Strategy strategy = new FirstProvider().create(FakeContext.seeded(1));
    private final FakePool pool = FakePool.of("a", "b=5", "c");
    private final Selector selector = strategy.rebuild(pool);

    @Test
    void firstInDeclaredOrderHasEverything() {
        for (int client = 0; client < 100; client++) {
            assertThat(selector.select(FakeRequest.ofClient(client))).isSameAs(pool.named("a"));
        }
    }

    @Test
    void retriesGoDownTheOrder() {
        FakeRequest request = FakeRequest.get("/");

        assertThat(selector.select(request.tried("a"))).isSameAs(pool.named("b"));
        assertThat(selector.select(request.tried("b"))).isSameAs(pool.named("c"));
    }

    @Test
    void nextOneStandsInAndStepsBack() {
        FakePool without = pool.without("a");
        assertThat(strategy.rebuild(without).select(FakeRequest.get("/"))).isSameAs(without.named("b"));

        FakePool again = pool.again();
        assertThat(strategy.rebuild(again).select(FakeRequest.get("/"))).isSameAs(again.named("a"));
    }
}

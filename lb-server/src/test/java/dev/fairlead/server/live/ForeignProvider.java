package dev.fairlead.server.live;

import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A plug-in that fails or hangs in rebuild when the test says so. */
final class ForeignProvider implements StrategyProvider {
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    volatile boolean failing;
    volatile CountDownLatch hold = new CountDownLatch(0);

    @Override
    public String name() {
        return "foreign";
    }

    @Override
    public Strategy create(StrategyContext context) {
        return new Strategy() {
            @Override
            public Selector rebuild(EndpointPool pool) {
                asked.incrementAndGet();
                await(hold);
                if (failing) {
                    throw new IllegalStateException("cannot build");
                }
                return request -> pool.endpoint(0);
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

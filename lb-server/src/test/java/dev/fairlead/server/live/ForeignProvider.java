package dev.fairlead.server.live;

import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A plug-in that hangs in create, or fails or hangs in rebuild, when the test says so. */
final class ForeignProvider implements StrategyProvider {
    private final String name;
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();

    /** Calls of strategies that were closed. */
    final AtomicInteger abused = new AtomicInteger();

    volatile boolean failing;
    volatile CountDownLatch holdCreate = new CountDownLatch(0);
    volatile CountDownLatch hold = new CountDownLatch(0);

    ForeignProvider() {
        this("foreign");
    }

    ForeignProvider(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Strategy create(StrategyContext context) {
        await(holdCreate);
        return new Strategy() {
            private boolean over;

            @Override
            public Selector rebuild(EndpointPool pool) {
                if (over) {
                    abused.incrementAndGet();
                }
                asked.incrementAndGet();
                await(hold);
                if (failing) {
                    throw new IllegalStateException("cannot build");
                }
                return request -> pool.endpoint(0);
            }

            @Override
            public void close() {
                over = true;
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

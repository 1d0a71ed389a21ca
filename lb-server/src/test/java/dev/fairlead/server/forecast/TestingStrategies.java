package dev.fairlead.server.forecast;

import com.google.inject.Guice;
import dev.fairlead.server.strategy.CatalogueEntry;
import dev.fairlead.server.strategy.PluginThread;
import dev.fairlead.server.strategy.StrategyCatalogue;
import dev.fairlead.server.strategy.StrategyFactory;
import dev.fairlead.server.strategy.StrategyModule;
import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** The strategies that are built in, and some that fail in every way. */
public final class TestingStrategies implements AutoCloseable {
    public static final Duration DEADLINE = Duration.ofMillis(300);

    private final PluginThread failing = new PluginThread("failing", DEADLINE);
    private final CountDownLatch hold = new CountDownLatch(1);
    private final StrategyCatalogue catalogue;
    private final StrategyFactory strategies;

    public TestingStrategies() {
        catalogue = Guice.createInjector(new StrategyModule()).getInstance(StrategyCatalogue.class);
        List<CatalogueEntry> entries = Stream.of(
                        "throws_in_create",
                        "throws_in_rebuild",
                        "throws_in_select",
                        "answers_a_stranger",
                        "hangs_in_select")
                .map(Failing::new)
                .map(provider -> new CatalogueEntry(provider, provider.name(), "", failing))
                .toList();
        catalogue.exchange(List.of(), entries);
        strategies = new StrategyFactory(catalogue, System::nanoTime, new SplittableRandom(5));
    }

    public StrategyFactory all() {
        return strategies;
    }

    public void add(StrategyProvider provider) {
        catalogue.exchange(List.of(), List.of(new CatalogueEntry(provider, provider.name(), "", failing)));
    }

    public void remove(StrategyProvider provider) {
        catalogue.exchange(List.of(catalogue.find(provider.name())), List.of());
    }

    private final class Failing implements StrategyProvider {
        private final String how;

        Failing(String how) {
            this.how = how;
        }

        @Override
        public String name() {
            return how;
        }

        @Override
        public Strategy create(StrategyContext context) {
            throwIf("throws_in_create");
            return pool -> {
                throwIf("throws_in_rebuild");
                return request -> select(pool);
            };
        }

        private Endpoint select(EndpointPool pool) {
            throwIf("throws_in_select");
            if (how.equals("hangs_in_select")) {
                try {
                    hold.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return how.equals("answers_a_stranger") ? new Stranger(pool.endpoint(0)) : pool.endpoint(0);
        }

        private void throwIf(String where) {
            if (how.equals(where)) {
                throw new IllegalStateException(how);
            }
        }
    }

    /** Looks like an endpoint of the pool and is none. */
    private record Stranger(Endpoint like) implements Endpoint {
        @Override
        public String id() {
            return like.id();
        }

        @Override
        public int index() {
            return like.index();
        }

        @Override
        public URI url() {
            return like.url();
        }

        @Override
        public int weight() {
            return like.weight();
        }

        @Override
        public int inFlight() {
            return like.inFlight();
        }

        @Override
        public Map<String, String> tags() {
            return like.tags();
        }
    }

    @Override
    public void close() {
        hold.countDown();
        failing.close();
    }
}

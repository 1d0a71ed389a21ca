package dev.fairlead.server.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.Memento;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Strategies that come and go while others are used. */
class StrategyCatalogueTest {
    private final PluginThread thread = new PluginThread("stranger.jar", Duration.ofSeconds(10));
    private final StrategyCatalogue catalogue =
            Guice.createInjector(new StrategyModule()).getInstance(StrategyCatalogue.class);
    private final StrategyFactory strategies =
            new StrategyFactory(catalogue, System::nanoTime, new SplittableRandom(1));
    private final CatalogueEntry zoned = entry("zoned", 0);

    @AfterEach
    void close() {
        thread.close();
    }

    @Test
    void whatComesCanBeChosenAndWhatLeavesCannot() {
        catalogue.exchange(List.of(), List.of(zoned));
        assertThat(catalogue.find("Zoned")).isSameAs(zoned);
        assertThat(catalogue.entries()).extracting(CatalogueEntry::name).contains("zoned", "round_robin");
        assertThatThrownBy(() -> catalogue.find("zonde")).hasMessageContaining("did you mean \"zoned\"?");

        catalogue.exchange(List.of(zoned), List.of());
        assertThatThrownBy(() -> catalogue.find("zoned")).hasMessageContaining("is not a known strategy");
    }

    @Test
    void oneStepReplacesAndALateFarewellTakesNothingAway() {
        CatalogueEntry newer = entry("zoned", 0);
        catalogue.exchange(List.of(), List.of(zoned));
        catalogue.exchange(List.of(zoned), List.of(newer));
        catalogue.exchange(List.of(zoned), List.of());
        assertThat(catalogue.find("zoned")).isSameAs(newer);
    }

    @Test
    void aNameIsNotTakenTwice() {
        CatalogueEntry free = entry("free", 0);
        assertThatThrownBy(() -> catalogue.exchange(List.of(), List.of(free, entry("round_robin", 0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("round_robin of stranger.jar is taken by built-in");
        assertThat(catalogue.entry("free")).isEmpty();
    }

    @Test
    void anEntryKnowsWhoUsesIt() {
        catalogue.exchange(List.of(), List.of(zoned));
        PoolStrategy strategy =
                strategies.create(StrategyChoice.of("zoned"), "default", null).join();
        assertThat(zoned.users()).extracting(StrategyGuard::pool).containsExactly("default");
        assertThat(strategies.isPresent(strategy)).isTrue();

        catalogue.exchange(List.of(zoned), List.of());
        assertThat(strategies.isPresent(strategy)).isFalse();
        strategy.close();
        onceMore();
        assertThat(zoned.users()).isEmpty();
    }

    @Test
    void whoFailsToComeUsesNothing() {
        CatalogueEntry failing = new CatalogueEntry(
                new Provider("failing", 0) {
                    @Override
                    public Strategy create(StrategyContext context) {
                        throw new IllegalStateException("not today");
                    }
                },
                "failing",
                "",
                thread);
        catalogue.exchange(List.of(), List.of(failing));
        assertThatThrownBy(() -> strategies
                        .create(StrategyChoice.of("failing"), "default", null)
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("not today");
        assertThat(failing.users()).isEmpty();
    }

    @Test
    void anAbsentStrategyIsRotationThatSaysWhy() {
        PoolStrategy absent =
                strategies.absent(StrategyChoice.of("zoned"), "default", "plug-in stranger.jar was unloaded");
        GuardedSelector selector = absent.rebuild(new FakeEndpoints(2)).join();
        assertThat(selector.ask(FakeEndpoints.request(), 0)).isNull();
        assertThat(selector.rotate(FakeEndpoints.request()).id()).isEqualTo("e0");
        assertThat(selector.fallbackCause()).isEqualTo("plug-in stranger.jar was unloaded");
        assertThat(absent.name()).isEqualTo("zoned");
        assertThat(strategies.isPresent(absent)).isTrue();
        catalogue.exchange(List.of(), List.of(zoned));
        assertThat(strategies.isPresent(absent)).isFalse();
    }

    @Test
    void moreThanTheHostCarriesIsNotHandedOver() {
        CatalogueEntry large = entry("large", (1 << 20) + 1);
        catalogue.exchange(List.of(), List.of(zoned, large));
        assertThat(memento("zoned")).isPresent();
        assertThat(memento("large")).isEmpty();
    }

    private Optional<Memento> memento(String name) {
        return strategies
                .create(StrategyChoice.of(name), "default", null)
                .thenCompose(PoolStrategy::memento)
                .join();
    }

    /** Its thread does one thing after the other, so what was asked of it before is done. */
    private void onceMore() {
        thread.call("another call", () -> "done").join();
    }

    private CatalogueEntry entry(String name, int mementoSize) {
        return new CatalogueEntry(new Provider(name, mementoSize), name, "", thread);
    }

    private static class Provider implements StrategyProvider {
        private final String name;
        private final int mementoSize;

        Provider(String name, int mementoSize) {
            this.name = name;
            this.mementoSize = mementoSize;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Strategy create(StrategyContext context) {
            return new Strategy() {
                @Override
                public Selector rebuild(EndpointPool pool) {
                    return request -> pool.endpoint(0);
                }

                @Override
                public Memento memento() {
                    return new Memento("bytes/1", new byte[mementoSize]);
                }
            };
        }
    }
}

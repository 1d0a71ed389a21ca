package dev.fairlead.server.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.inject.Guice;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.InvalidOptionException;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StrategyFactoryTest {
    private final FakeEndpoints endpoints = new FakeEndpoints(3);
    private final PluginThread thread = new PluginThread("foreign", Duration.ofSeconds(1));
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        thread.close();
    }

    @Test
    void theBuiltInStrategiesComeByTheServiceLoader() {
        StrategyCatalogue catalogue = Guice.createInjector(new StrategyModule()).getInstance(StrategyCatalogue.class);
        assertThat(catalogue.entries())
                .extracting(CatalogueEntry::name)
                .contains("round_robin", "weighted_round_robin", "random", "least_connections", "p2c");
        assertThat(catalogue.find("Least-Connections").name()).isEqualTo("least_connections");
    }

    @Test
    void anUnknownNameIsRefusedWithWhatMayBeMeant() {
        StrategyCatalogue catalogue = Guice.createInjector(new StrategyModule()).getInstance(StrategyCatalogue.class);
        assertThat(sentence(() -> catalogue.find("leastconn")))
                .contains("\"leastconn\" is not a known strategy, did you mean \"least_connections\"?");
        assertThat(sentence(() -> catalogue.find("wrr"))).contains("did you mean \"weighted_round_robin\"?");
        assertThat(sentence(() -> catalogue.find("round_robbin"))).contains("did you mean \"round_robin\"?");
        assertThat(sentence(() -> catalogue.find("xyzzy")))
                .contains("Known strategies:")
                .doesNotContain("did you mean");
    }

    @Test
    void everyBuiltInIsCreatedWithoutOptionsAndChooses() {
        StrategyFactory strategies = Guice.createInjector(new StrategyModule()).getInstance(StrategyFactory.class);
        for (CatalogueEntry entry : strategies.catalogue().entries()) {
            PoolStrategy strategy = strategies
                    .create(StrategyChoice.of(entry.name()), "default", null)
                    .join();
            GuardedSelector selector = strategy.rebuild(endpoints).join();
            assertThat(selector.ask(FakeEndpoints.request(), 0))
                    .as(entry.name())
                    .isIn(endpoints);
            assertThat(selector.errors()).as(entry.name()).isZero();
        }
    }

    @Test
    void anOptionThatNobodyReadIsRefusedWithTheNearest() {
        StrategyFactory strategies = foreign(context -> {
            context.options().string("hash-key", "client");
            return keepFirst();
        });
        StrategyRefused refused =
                refusal(strategies.create(new StrategyChoice("foreign", Map.of("hash-kye", "path")), "default", null));
        assertThat(refused.reason()).isEqualTo(StrategyRefused.Reason.OPTION);
        assertThat(refused.option()).isEqualTo("hash-kye");
        assertThat(refused.sentence()).contains("did you mean \"hash-key\"?");
    }

    @Test
    void aWrongValueIsRefusedInTheWordsOfItsRange() {
        StrategyFactory strategies = foreign(context -> {
            context.options().integer("choices", 2, 2, 10);
            return keepFirst();
        });
        StrategyRefused refused =
                refusal(strategies.create(new StrategyChoice("foreign", Map.of("choices", "11")), "default", null));
        assertThat(refused.option()).isEqualTo("choices");
        assertThat(refused.sentence()).isEqualTo("is \"11\", expected a whole number from 2 to 10");
    }

    @Test
    void everyKindOfOptionIsRead() {
        ConfiguredOptions options = new ConfiguredOptions(Map.of(
                "Text_Value",
                " x ",
                "mode",
                "Two-Words",
                "on",
                "YES",
                "whole",
                "7",
                "part",
                "0.5",
                "share",
                "20 %",
                "bare",
                "250",
                "span",
                "2m"));
        assertThat(options.string("text-value", "")).isEqualTo("x");
        assertThat(options.choice("mode", "one", List.of("one", "two_words"))).isEqualTo("two_words");
        assertThat(options.bool("on", false)).isTrue();
        assertThat(options.integer("whole", 1, 0, 9)).isEqualTo(7);
        assertThat(options.decimal("part", 0, 0, 1)).isEqualTo(0.5);
        assertThat(options.percent("share", 0, 0, 100)).isEqualTo(20);
        Duration hour = Duration.ofHours(1);
        assertThat(options.duration("bare", hour, Duration.ZERO, hour)).isEqualTo(Duration.ofMillis(250));
        assertThat(options.duration("span", hour, Duration.ZERO, hour)).isEqualTo(Duration.ofMinutes(2));
        assertThat(options.integer("absent", -5, 0, 9)).isEqualTo(-5);
        options.refuseUnread("any");
    }

    @Test
    void notANumberIsNoDecimal() {
        ConfiguredOptions options = new ConfiguredOptions(Map.of("part", "NaN"));
        assertThat(catchThrowable(() -> options.decimal("part", 0, 0, 1)))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessageContaining("expected a number from 0.0 to 1.0");
    }

    @Test
    void aStrategyThatIsLateIsRefusedAndItsPluginIsNotAskedAgainUntilItReturns() throws InterruptedException {
        CountDownLatch returned = new CountDownLatch(1);
        StrategyFactory strategies = foreign(context -> pool -> {
            await(release);
            returned.countDown();
            return view -> pool.endpoint(0);
        });
        PoolStrategy strategy =
                strategies.create(StrategyChoice.of("foreign"), "default", null).join();

        assertThat(refusal(strategy.rebuild(endpoints)).sentence()).contains("took longer than 1000 ms");
        long start = System.nanoTime();
        assertThat(refusal(strategy.rebuild(endpoints)).sentence()).contains("still busy");
        assertThat(System.nanoTime() - start).isLessThan(Duration.ofSeconds(1).toNanos());

        release.countDown();
        returned.await();
        GuardedSelector selector = null;
        while (selector == null) {
            selector =
                    strategy.rebuild(endpoints).exceptionally(stillBusy -> null).join();
        }
        assertThat(selector.ask(FakeEndpoints.request(), 0)).isSameAs(endpoints.endpoint(0));
    }

    @Test
    void oneThatIsCreatedTooLateIsClosed() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        StrategyFactory strategies = foreign(context -> {
            await(release);
            return closing(closed::countDown);
        });
        assertThat(refusal(strategies.create(StrategyChoice.of("foreign"), "default", null))
                        .sentence())
                .contains("took longer than 1000 ms");
        release.countDown();
        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void oneThatHangsIsClosedWhenItComesBack() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        StrategyFactory strategies = foreign(context -> closing(closed::countDown));
        PoolStrategy strategy =
                strategies.create(StrategyChoice.of("foreign"), "default", null).join();
        refusal(strategy.rebuild(endpoints));
        strategy.close();
        assertThat(closed.getCount()).isOne();
        release.countDown();
        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aTrialThatHangsIsClosedOnceWhenItComesBack() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(2);
        StrategyFactory strategies = foreign(context -> closing(closed::countDown));
        StrategyTrial trial = strategies
                .trial(StrategyChoice.of("foreign"), "default", System::nanoTime, new SharedRandom())
                .join();
        refusal(trial.rebuild(endpoints));
        trial.close();
        release.countDown();
        while (thread.isOverdue()) {
            Thread.onSpinWait();
        }
        thread.call("a last call", () -> "that all others come before").join();
        assertThat(closed.getCount()).isOne();
    }

    @Test
    void whatAStrategyThrowsBecomesASentence() {
        StrategyFactory strategies = foreign(context -> {
            throw new LinkageError("no such class");
        });
        StrategyRefused refused = refusal(strategies.create(StrategyChoice.of("foreign"), "default", null));
        assertThat(refused.reason()).isEqualTo(StrategyRefused.Reason.FAILED);
        assertThat(refused.sentence())
                .isEqualTo("strategy foreign, created for pool default, threw java.lang.LinkageError: no such class");
    }

    private StrategyFactory foreign(Function<StrategyContext, Strategy> create) {
        StrategyProvider provider = new StrategyProvider() {
            @Override
            public String name() {
                return "foreign";
            }

            @Override
            public Strategy create(StrategyContext context) {
                return create.apply(context);
            }
        };
        return new StrategyFactory(
                new StrategyCatalogue(Map.of("foreign", provider), thread), System::nanoTime, new SharedRandom());
    }

    /** Hangs in rebuild until it is released. */
    private Strategy closing(Runnable onClose) {
        return new Strategy() {
            @Override
            public Selector rebuild(EndpointPool pool) {
                await(release);
                return view -> pool.endpoint(0);
            }

            @Override
            public void close() {
                onClose.run();
            }
        };
    }

    private static Strategy keepFirst() {
        return new Strategy() {
            @Override
            public Selector rebuild(EndpointPool pool) {
                return view -> pool.endpoint(0);
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

    private static String sentence(Runnable refused) {
        return ((StrategyRefused) catchThrowable(refused::run)).sentence();
    }

    private static StrategyRefused refusal(CompletableFuture<?> future) {
        return PluginThread.refusal(catchThrowable(future::join));
    }
}

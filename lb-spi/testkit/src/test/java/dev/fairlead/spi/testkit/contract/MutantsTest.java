package dev.fairlead.spi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.fairlead.spi.Attempt;
import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.Memento;
import dev.fairlead.spi.RequestView;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the kit is worth: two sound strategies pass, and each way of spoiling them is caught by the check meant for it. */
class MutantsTest {

    @Test
    void soundStrategiesKeepTheContract() {
        assertThat(Contract.of(new Turning()).verify().findings()).allMatch(Finding::kept);
        assertThat(Contract.of(new Learning()).option("trust", "20%").verify().findings())
                .allMatch(Finding::kept);
    }

    @TestFactory
    Stream<DynamicTest> mutantIsCaught() {
        Stream<Mutant> mutants = Stream.of(
                new Mutant("bias", new Biased(), "fair-share"),
                new Mutant("starvation", new Starving(), "fair-share"),
                new Mutant("starvation after bad times", new Unforgiving(), "nobody-starves"),
                new Mutant("allocation in select", new Allocating(), "no-allocation"),
                new Mutant("allocation in onOutcome", new AllocatingLater(), "no-allocation"),
                new Mutant("tried ignored", new Obstinate(), "tried-avoided"),
                new Mutant("thrown when all were tried", new GivingUp(), "tried-avoided"),
                new Mutant("negative at overflow", new Negative(), "cursor-overflow"),
                new Mutant("off by one at overflow", new OffByOne(), "cursor-overflow"),
                new Mutant("stuck at overflow", new Stuck(), "cursor-overflow"),
                new Mutant("times compared instead of subtracted", new Comparing(), "clock-overflow"),
                new Mutant("zero taken for never", new NeverAtZero(), "clock-overflow"),
                new Mutant("endpoint of an older pool", new Nostalgic(), "state-kept"),
                new Mutant("cursor begins again at a rebuild", new Restarting(), "state-kept"),
                new Mutant("knowledge lost at a rebuild", new Forgetful(), "state-kept"),
                new Mutant("state by index over generations", new ByIndex(), "late-outcomes"),
                new Mutant("pool shared by all selectors", new OnePool(), "changes-under-threads"),
                new Mutant("chance of its own", new OwnChance(), "seed-repeats"),
                new Mutant("option that is wrong accepted", new Lenient(), "options"),
                new Mutant("default outside its range", new UnsoundDefault(), "options"),
                new Mutant("memento misread", new Fragile(), "memento"),
                new Mutant("memento not taken over", new Heirless(), "memento"),
                new Mutant("score upside down", new UpsideDown(), "score-explains"),
                new Mutant("score with an effect", new Meddling(), "score-explains"),
                new Mutant("affinity that is none", new Fickle(), "affinity-holds"));
        return mutants.map(mutant -> dynamicTest(mutant.name, mutant::isCaught));
    }

    @Test
    void strategyThatNeverAnswersIsCaught() {
        Finding finding = Contract.of(new Endless())
                .patience(Duration.ofSeconds(1))
                .check("tried-avoided")
                .run();

        assertThat(finding.kept()).isFalse();
        assertThat(finding.detail()).startsWith("no answer after 1 s");
    }

    @Test
    void strategyThatNeverAnswersIsTriedNoFurther() {
        Report report =
                Contract.of(new Endless()).patience(Duration.ofSeconds(1)).verify();

        assertThat(report.findings()).hasSizeLessThan(Contract.duties().size());
        assertThat(report.findings().get(report.findings().size() - 1).detail()).startsWith("no answer after 1 s");
        assertThat(report.findings()).filteredOn(finding -> !finding.kept()).hasSize(1);
    }

    @Test
    void reportSaysWhatWasExpected() {
        Report report = Contract.of(new Biased()).verify();

        assertThat(report.kept()).isFalse();
        assertThat(report.toString())
                .startsWith("turning breaks the contract in ")
                .containsPattern(
                        "BROKEN {2}gives each endpoint its share: \\S+ had \\d+ of 40000, expected \\d+ ± \\d+");
    }

    private record Mutant(String name, StrategyProvider provider, String check) {
        void isCaught() {
            Finding finding = Contract.of(provider).check(check).run();
            assertThat(finding.kept()).as("%s: %s", name, finding).isFalse();
        }
    }

    private static final class Biased extends Turning {
        @Override
        int position(int number, int length) {
            return number % 20 == 0 ? 0 : super.position(number, length);
        }
    }

    private static final class Starving extends Turning {
        @Override
        int position(int number, int length) {
            return super.position(number, Math.max(1, length - 1));
        }
    }

    private static final class Unforgiving extends Learning {
        @Override
        double trust(StrategyContext context) {
            return 0;
        }

        @Override
        boolean remembered(long slowAt, long now) {
            return true;
        }
    }

    private static final class Allocating extends Turning {
        private volatile Object last = "";

        @Override
        Endpoint choice(EndpointPool pool, int[] turns, AtomicInteger cursor, RequestView request) {
            last = List.of(request);
            return super.choice(pool, turns, cursor, request);
        }

        @Override
        public String toString() {
            return name() + " " + last;
        }
    }

    private static final class AllocatingLater extends Turning {
        private volatile Object last = "";

        @Override
        public String toString() {
            return name() + " " + last;
        }

        @Override
        Selector selector(EndpointPool pool, int[] turns, AtomicInteger cursor, StrategyContext context) {
            return new Selector() {
                @Override
                public Endpoint select(RequestView request) {
                    return choice(pool, turns, cursor, request);
                }

                @Override
                public void onOutcome(Endpoint endpoint, Attempt attempt) {
                    last = List.of(endpoint.id(), attempt.outcome());
                }
            };
        }
    }

    private static final class Obstinate extends Turning {
        @Override
        boolean tried(Endpoint endpoint, RequestView request) {
            return false;
        }
    }

    private static final class GivingUp extends Turning {
        @Override
        Endpoint allTried(Endpoint endpoint, RequestView request) {
            throw new IllegalStateException("nobody left");
        }
    }

    private static final class Endless extends Turning {
        @Override
        Endpoint allTried(Endpoint endpoint, RequestView request) {
            while (request.tried(endpoint) && !Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            return endpoint;
        }
    }

    private static final class Negative extends Turning {
        @Override
        int position(int number, int length) {
            return number % length;
        }
    }

    private static final class OffByOne extends Turning {
        @Override
        int position(int number, int length) {
            return number >= 0 ? number % length : length - (-number % length);
        }
    }

    private static final class Stuck extends Turning {
        @Override
        int position(int number, int length) {
            return Math.max(0, number) % length;
        }
    }

    private static final class Comparing extends Learning {
        @Override
        boolean remembered(long slowAt, long now) {
            return now < slowAt + WHILE;
        }
    }

    private static final class NeverAtZero extends Learning {
        @Override
        boolean remembered(long slowAt, long now) {
            return slowAt != 0 && super.remembered(slowAt, now);
        }
    }

    private static final class Nostalgic extends Turning {
        private @Nullable EndpointPool first;

        @Override
        Selector selector(EndpointPool pool, int[] turns, AtomicInteger cursor, StrategyContext context) {
            EndpointPool kept = first == null ? pool : first;
            first = kept;
            return request -> kept.endpoint(0);
        }
    }

    private static final class Restarting extends Turning {
        @Override
        Selector selector(EndpointPool pool, int[] turns, AtomicInteger cursor, StrategyContext context) {
            return super.selector(pool, turns, new AtomicInteger(), context);
        }
    }

    private static final class Forgetful extends Learning {
        @Override
        Known known(Map<String, Known> byId, Endpoint endpoint) {
            return new Known();
        }
    }

    private static final class ByIndex extends Learning {
        @Override
        Known known(Map<String, Known> byId, Endpoint endpoint) {
            return byId.computeIfAbsent("#" + endpoint.index(), index -> new Known());
        }
    }

    private static final class OnePool extends Turning {
        private volatile @Nullable EndpointPool newest;

        @Override
        Selector selector(EndpointPool pool, int[] turns, AtomicInteger cursor, StrategyContext context) {
            newest = pool;
            return request -> {
                EndpointPool shared = newest;
                return choice(shared == null ? pool : shared, turns, cursor, request);
            };
        }
    }

    private static final class OwnChance extends Learning {
        @Override
        RandomGenerator random(StrategyContext context) {
            return ThreadLocalRandom.current();
        }
    }

    private static final class Lenient extends Learning {
        @Override
        double trust(StrategyContext context) {
            try {
                return super.trust(context);
            } catch (IllegalArgumentException e) {
                return 0.1;
            }
        }
    }

    private static final class UnsoundDefault extends Learning {
        @Override
        double trust(StrategyContext context) {
            return context.options().percent("trust", 10, 20, 100) / 100;
        }
    }

    private static final class Fragile extends Learning {
        @Override
        Map<String, Known> inherited(Memento memento, long now) {
            String text = new String(memento.bytes(), StandardCharsets.UTF_8);
            return text.charAt(0) == '\0' ? new HashMap<>() : super.inherited(memento, now);
        }
    }

    private static final class Heirless extends Learning {
        @Override
        Map<String, Known> inherited(Memento memento, long now) {
            return new HashMap<>();
        }
    }

    private static final class UpsideDown extends Turning {
        @Override
        Selector selector(EndpointPool pool, int[] turns, AtomicInteger cursor, StrategyContext context) {
            return new Selector() {
                @Override
                public Endpoint select(RequestView request) {
                    Endpoint least = pool.endpoint(0);
                    for (Endpoint endpoint : pool) {
                        least = endpoint.inFlight() < least.inFlight() ? endpoint : least;
                    }
                    return least;
                }

                @Override
                public double score(Endpoint endpoint, RequestView request) {
                    return -endpoint.inFlight();
                }
            };
        }
    }

    private static final class Meddling extends Turning {
        @Override
        Selector selector(EndpointPool pool, int[] turns, AtomicInteger cursor, StrategyContext context) {
            return new Selector() {
                @Override
                public Endpoint select(RequestView request) {
                    return choice(pool, turns, cursor, request);
                }

                @Override
                public double score(Endpoint endpoint, RequestView request) {
                    return cursor.incrementAndGet();
                }
            };
        }
    }

    private static final class Fickle extends Turning {
        @Override
        Selector selector(EndpointPool pool, int[] turns, AtomicInteger cursor, StrategyContext context) {
            return new Selector() {
                @Override
                public Endpoint select(RequestView request) {
                    return choice(pool, turns, cursor, request);
                }

                @Override
                public long affinity(RequestView request) {
                    return request.clientAddress().hashCode();
                }
            };
        }
    }
}

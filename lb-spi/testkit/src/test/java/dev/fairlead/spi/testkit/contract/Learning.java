package dev.fairlead.spi.testkit.contract;

import dev.fairlead.spi.Attempt;
import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.Memento;
import dev.fairlead.spi.RequestView;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** A plain, sound strategy that keeps away for a while from whoever was slow the last time, made of parts that a mutant can replace. */
class Learning implements StrategyProvider {
    static final long WHILE = 30_000_000_000L;

    /** What is known of one endpoint. */
    static final class Known {
        volatile boolean slow;
        volatile long slowAt;
    }

    @Override
    public String name() {
        return "learning";
    }

    @Override
    public Strategy create(StrategyContext context) {
        return new Learner(context);
    }

    double trust(StrategyContext context) {
        return context.options().percent("trust", 10, 1, 100) / 100;
    }

    RandomGenerator random(StrategyContext context) {
        return context.random();
    }

    Known known(Map<String, Known> byId, Endpoint endpoint) {
        return byId.computeIfAbsent(endpoint.id(), id -> new Known());
    }

    double score(Known known, long now) {
        return known.slow && remembered(known.slowAt, now) ? 2 : 1;
    }

    boolean remembered(long slowAt, long now) {
        return now - slowAt < WHILE;
    }

    Map<String, Known> inherited(Memento memento, long now) {
        Map<String, Known> byId = new TreeMap<>();
        if (memento.format().equals("learning/1")) {
            for (String id : new String(memento.bytes(), StandardCharsets.UTF_8).split(" ", 0)) {
                Known known = new Known();
                known.slow = true;
                known.slowAt = now;
                byId.put(id, known);
            }
        }
        return byId;
    }

    final class Learner implements Strategy {
        private final Map<String, Known> byId;
        private final RandomGenerator random;
        private final double trust;
        private final LongSupplier clock;

        Learner(StrategyContext context) {
            Memento memento = context.inherited();
            clock = context.nanoClock();
            byId = memento == null ? new TreeMap<>() : inherited(memento, clock.getAsLong());
            random = random(context);
            trust = trust(context);
        }

        @Override
        public Selector rebuild(EndpointPool pool) {
            Known[] known = new Known[pool.size()];
            int[] turns = new Turning().turns(pool);
            pool.forEach(endpoint -> known[endpoint.index()] = known(byId, endpoint));
            return new LearningSelector(pool, known, turns);
        }

        @Override
        public Memento memento() {
            Map<String, Known> slow = new TreeMap<>(byId);
            slow.values().removeIf(known -> !known.slow);
            return new Memento("learning/1", String.join(" ", slow.keySet()).getBytes(StandardCharsets.UTF_8));
        }

        private final class LearningSelector implements Selector {
            private final EndpointPool pool;
            private final Known[] known;
            private final int[] turns;

            LearningSelector(EndpointPool pool, Known[] known, int[] turns) {
                this.pool = pool;
                this.known = known;
                this.turns = turns;
            }

            @Override
            public Endpoint select(RequestView request) {
                Endpoint endpoint = pool.endpoint(turns[random.nextInt(turns.length)]);
                for (int i = 0; i < 2 * pool.size() && unwelcome(endpoint, request, i); i++) {
                    endpoint = pool.endpoint(
                            i < pool.size() ? turns[random.nextInt(turns.length)] : 2 * pool.size() - 1 - i);
                }
                return endpoint;
            }

            private boolean unwelcome(Endpoint endpoint, RequestView request, int redraws) {
                boolean distrusted =
                        redraws <= pool.size() && Learning.this.score(known[endpoint.index()], clock.getAsLong()) > 1;
                return request.tried(endpoint) || distrusted && random.nextDouble() >= trust;
            }

            @Override
            public void onOutcome(Endpoint endpoint, Attempt attempt) {
                known[endpoint.index()].slowAt = clock.getAsLong();
                known[endpoint.index()].slow = attempt.latencyNanos() > 100_000_000;
            }

            @Override
            public double score(Endpoint endpoint, RequestView request) {
                return Learning.this.score(known[endpoint.index()], clock.getAsLong());
            }
        }
    }
}

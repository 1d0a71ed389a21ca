package dev.fairlead.server.shadow;

import dev.fairlead.spi.Attempt;
import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.Outcome;
import dev.fairlead.spi.RequestView;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Chooses always the same and writes down what it sees and hears. */
final class Recorder implements StrategyProvider {

    record Told(String endpoint, Outcome outcome, long latencyMillis) {}

    private final int index;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Told> outcomes = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    Recorder(int index) {
        this.index = index;
    }

    List<String> requests() {
        return requests;
    }

    List<Told> outcomes() {
        return outcomes;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public String name() {
        return "recorder";
    }

    @Override
    public Strategy create(StrategyContext context) {
        return new Strategy() {
            @Override
            public Selector rebuild(EndpointPool pool) {
                return new Recording(pool);
            }

            @Override
            public void close() {
                closed = true;
            }
        };
    }

    private final class Recording implements Selector {
        private final EndpointPool pool;

        Recording(EndpointPool pool) {
            this.pool = pool;
        }

        @Override
        public Endpoint select(RequestView request) {
            requests.add(String.join(
                    " ",
                    request.method(),
                    request.path(),
                    request.host(),
                    String.valueOf(request.header("x-user")),
                    String.valueOf(request.cookie("session")),
                    request.clientAddress()));
            return pool.endpoint(index);
        }

        @Override
        public void onOutcome(Endpoint endpoint, Attempt attempt) {
            outcomes.add(new Told(endpoint.id(), attempt.outcome(), attempt.latencyNanos() / 1_000_000));
        }
    }
}

package dev.fairlead.server.routing;

import dev.fairlead.spi.Attempt;
import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.RequestView;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;
import java.util.List;

/** Always answers with the first endpoint, tried or not, and notes what it is told. */
record StubbornProvider(List<String> told) implements StrategyProvider {
    @Override
    public String name() {
        return "stubborn";
    }

    @Override
    public Strategy create(StrategyContext context) {
        return pool -> new Selector() {
            @Override
            public Endpoint select(RequestView request) {
                return pool.endpoint(0);
            }

            @Override
            public void onOutcome(Endpoint endpoint, Attempt attempt) {
                told.add(endpoint.id() + " " + attempt.outcome());
            }
        };
    }
}

package dev.fairlead.spi.testkit.trial;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.testkit.FakePool;

/** The share of requests that a strategy promises to each endpoint when all endpoints perform equally well. */
public enum Share {
    /** In proportion to weight. */
    BY_WEIGHT {
        @Override
        double of(Endpoint endpoint, FakePool pool) {
            return (double) endpoint.weight() / pool.weight();
        }
    },
    /** The same for each, regardless of weight. */
    EQUAL {
        @Override
        double of(Endpoint endpoint, FakePool pool) {
            return 1.0 / pool.size();
        }
    },
    /** No promise; checks of shares do not apply. */
    UNPROMISED {
        @Override
        double of(Endpoint endpoint, FakePool pool) {
            return Double.NaN;
        }
    };

    abstract double of(Endpoint endpoint, FakePool pool);
}

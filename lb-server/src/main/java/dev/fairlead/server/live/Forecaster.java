package dev.fairlead.server.live;

import dev.fairlead.server.forecast.Forecast;
import dev.fairlead.server.routing.PoolTable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Foretells what a change would do to the requests of a pool. Asked on the control thread: it must return at once. */
@FunctionalInterface
public interface Forecaster {

    /**
     * @param before null if the change makes the pool
     * @param after null if it removes the pool
     */
    CompletableFuture<Forecast> forecast(@Nullable PoolTable before, @Nullable PoolTable after);
}

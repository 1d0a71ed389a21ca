package dev.fairlead.server.forecast;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How a pool's requests would spread before and after a change.
 *
 * @param method how the figures were made, in one sentence; why there are none, if a strategy failed
 * @param shares in the order of the pool after the change, then those that are only there before it
 */
public record Forecast(String pool, String method, List<Share> shares) {

    public Forecast {
        shares = List.copyOf(shares);
    }

    /**
     * Of the requests, from 0 to 1. Empty if the backend is not there at that time, or takes none because of its state.
     */
    public record Share(String backend, OptionalDouble before, OptionalDouble after) {}
}

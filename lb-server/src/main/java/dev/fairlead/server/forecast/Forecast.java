package dev.fairlead.server.forecast;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How a pool's requests would spread before and after a change.
 *
 * @param method how the figures were computed, in one sentence; if a strategy failed, why there are none
 * @param shares in the order of the pool after the change, followed by backends that exist only before it
 */
public record Forecast(String pool, String method, List<Share> shares) {

    public Forecast {
        shares = List.copyOf(shares);
    }

    /**
     * Shares of the requests, from 0 to 1. Empty if the backend does not exist at that point, or its state keeps
     * requests away.
     */
    public record Share(String backend, OptionalDouble before, OptionalDouble after) {}
}

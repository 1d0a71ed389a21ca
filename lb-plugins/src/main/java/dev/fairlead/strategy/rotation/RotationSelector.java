package dev.fairlead.strategy.rotation;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.RequestView;
import dev.fairlead.spi.Selector;
import dev.fairlead.strategy.Untried;

/**
 * Takes the next turn from the shared cursor. The offset maps the cursor's number to a turn in this selector's own
 * order, so old and new selectors can use the same cursor while one replaces the other.
 */
final class RotationSelector implements Selector {
    /**
     * Enough for a retry to reach the next endpoint by weight; after that, position decides, in case one endpoint has
     * most of the turns.
     */
    private static final int REDRAWS = 4;

    private final EndpointPool pool;
    private final Turns turns;
    private final Cursor cursor;
    private final long offset;

    RotationSelector(EndpointPool pool, Turns turns, Cursor cursor, long offset) {
        this.pool = pool;
        this.turns = turns;
        this.cursor = cursor;
        this.offset = offset;
    }

    @Override
    public Endpoint select(RequestView request) {
        Endpoint endpoint = at(cursor.next());
        return request.tried(endpoint) ? another(request) : endpoint;
    }

    private Endpoint another(RequestView request) {
        Endpoint endpoint = at(cursor.next());
        for (int i = 1; i < REDRAWS && request.tried(endpoint); i++) {
            endpoint = at(cursor.next());
        }
        return Untried.from(endpoint.index(), pool, request);
    }

    private Endpoint at(long number) {
        return pool.endpoint(turns.at(turn(number)));
    }

    /** Floor, because the numbers are negative once they have overflowed. */
    long turn(long number) {
        return Math.floorMod(number + offset, turns.length());
    }

    EndpointPool pool() {
        return pool;
    }

    Turns turns() {
        return turns;
    }
}

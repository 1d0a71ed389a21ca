package dev.fairlead.strategy.rotation;

import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.Memento;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Continues the rotation across rebuilds: the endpoint that was next is next in the new order too. Otherwise every
 * rebuild would start at the top again, and a pool that changes often would overload its first endpoint.
 */
final class Rotation implements Strategy {
    private static final String FORMAT = "rotation/1";

    private final Function<EndpointPool, Turns> order;
    private final Cursor cursor = new Cursor();
    /** The host calls a strategy from one thread at a time, so this needs no synchronization. */
    private @Nullable RotationSelector last;

    private @Nullable String heirloom;

    Rotation(StrategyContext context, Function<EndpointPool, Turns> order) {
        this.order = order;
        Memento memento = context.inherited();
        if (memento != null && memento.format().equals(FORMAT)) {
            heirloom = new String(memento.bytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public Selector rebuild(EndpointPool pool) {
        Turns turns = order.apply(pool);
        // selectors in use continue counting meanwhile; that moves the old and the new position alike
        long number = cursor.peek();
        long turn = last == null ? firstTurn(pool, turns) : continued(last, last.turn(number), pool, turns);
        last = new RotationSelector(pool, turns, cursor, Math.floorMod(turn - number, turns.length()));
        return last;
    }

    private long firstTurn(EndpointPool pool, Turns turns) {
        Integer heir = heirloom == null ? null : indices(pool).get(heirloom);
        return heir == null ? 0 : turnOf(heir, turns, 0);
    }

    /** Keeps the same position within the round, and searches from there for the endpoint that was next. */
    private static long continued(RotationSelector old, long turn, EndpointPool pool, Turns turns) {
        long proportional = (long) ((double) turn / old.turns().length() * turns.length());
        Map<String, Integer> indices = indices(pool);
        for (int i = 0; i < old.pool().size(); i++) {
            int next = old.turns().at((turn + i) % old.turns().length());
            Integer survivor = indices.get(old.pool().endpoint(next).id());
            if (survivor != null) {
                return turnOf(survivor, turns, proportional);
            }
        }
        return proportional;
    }

    /** Limits the search: in a long order the proportional turn is as good. */
    private static long turnOf(int index, Turns turns, long from) {
        long steps = Math.min(turns.length(), 100_000);
        for (long i = 0; i < steps; i++) {
            long turn = (from + i) % turns.length();
            if (turns.at(turn) == index) {
                return turn;
            }
        }
        return from;
    }

    private static Map<String, Integer> indices(EndpointPool pool) {
        Map<String, Integer> indices = new HashMap<>(pool.size() * 2);
        pool.forEach(endpoint -> indices.put(endpoint.id(), endpoint.index()));
        return indices;
    }

    @Override
    public @Nullable Memento memento() {
        if (last == null) {
            return null;
        }
        int next = last.turns().at(last.turn(cursor.peek()));
        return new Memento(FORMAT, last.pool().endpoint(next).id().getBytes(StandardCharsets.UTF_8));
    }
}

package dev.fairlead.server.control.message;

import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.strategy.GuardedSelector;
import java.util.Locale;

/** Writes a pool as a message with every setting, including defaults. */
public final class PoolWriter {

    private PoolWriter() {}

    /** The configuration and the current observed state. */
    public static dev.fairlead.control.v1.Pool write(PoolTable table) {
        return write(table.policy(), table);
    }

    /** @param pool what is wanted, which the table may have left behind already */
    public static dev.fairlead.control.v1.Pool write(Pool pool, PoolTable table) {
        return write(pool).toBuilder()
                .setEligibleBackends(table.inRotation().size())
                .setStrategyState(state(table))
                .build();
    }

    private static String state(PoolTable table) {
        GuardedSelector selector = table.selector();
        if (selector == null) {
            return "asked";
        }
        return selector.asksStrategy() ? selector.state().name().toLowerCase(Locale.ROOT) : "fallback";
    }

    /** What is wanted. */
    public static dev.fairlead.control.v1.Pool write(Pool pool) {
        dev.fairlead.control.v1.Pool.Builder message = dev.fairlead.control.v1.Pool.newBuilder()
                .setName(pool.name())
                .setTotalBackends(pool.backends().size());
        MessageWriter.write(pool, message);
        return message.build();
    }
}

package dev.fairlead.server.config.read;

import dev.fairlead.server.config.StrategyCheck;
import dev.fairlead.server.config.document.Node.Scalar;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.StrategyChoice;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Reads one pool. */
final class PoolBlockReader {

    private static final String NAME = "name";

    private final BlockReader settings;
    private final StrategyCheck strategies;
    private final BackendListReader backends;

    PoolBlockReader(BlockReader settings, StrategyCheck strategies, BackendListReader backends) {
        this.settings = settings;
        this.strategies = strategies;
        this.backends = backends;
    }

    /** Nothing if there is something wrong with the pool, which is reported. */
    Optional<Pool> read(String name, Section pool) {
        TreeSet<String> keys = new TreeSet<>(Schema.of(Pool.class).keys());
        keys.remove(NAME);
        pool.checkKeys(keys);
        return pool.record(Optional.empty(), () -> {
            Map<String, Object> given = Map.of(NAME, name, "backends", backends.read(pool), "strategy", strategy(pool));
            return Optional.of(settings.unchecked(pool, Pool.named("default"), given));
        });
    }

    /** {@code strategy = round_robin}, or a block in which the options lie beside the name. */
    private StrategyChoice strategy(Section pool) {
        if (!pool.has("strategy")) {
            return strategies.check(StrategyChoice.DEFAULT);
        }
        if (pool.node("strategy") instanceof Scalar scalar) {
            return pool.scalar(pool.pathOf("strategy"), scalar, name -> strategies.check(StrategyChoice.of(name)))
                    .orElse(StrategyChoice.DEFAULT);
        }
        Section block = pool.section("strategy");
        return block.record(StrategyChoice.DEFAULT, () -> {
            Map<String, String> options = new LinkedHashMap<>(block.texts());
            options.remove(NAME);
            String named = block.value(NAME, StrategyChoice.DEFAULT.name(), text -> text);
            return strategies.check(new StrategyChoice(named, options));
        });
    }
}

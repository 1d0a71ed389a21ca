package dev.fairlead.server.config.write;

import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.config.ServerConfig;
import dev.fairlead.server.config.document.HoconPrinter;
import dev.fairlead.server.config.document.Node.Fields;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Pool;

/** Writes a configuration as a HOCON file that reads back equal. */
public final class ConfigWriter {

    /** Folders and pools are always written, with absolute paths; the rest only if it is not the default. */
    public String write(ServerConfig config) {
        DesiredState desired = config.desired();
        NodeBuilder pools = new NodeBuilder();
        desired.pools().forEach((name, pool) -> pools.put(name, pool(pool)));
        NodeBuilder lb = new NodeBuilder()
                .putAll(difference(config.boot(), BootSettings.DEFAULT))
                .putAll(difference(desired.frontend(), Frontend.DEFAULT))
                .put("pools", pools);
        return HoconPrinter.print(new NodeBuilder().put("lb", lb).build());
    }

    private static Fields pool(Pool pool) {
        return new NodeBuilder()
                .putAll(difference(pool, Pool.named(pool.name()).withStrategy(pool.strategy())))
                .put("strategy", SettingsNodes.strategy(pool.strategy()))
                .put("backends", SettingsNodes.backends(pool.backends()))
                .build();
    }

    private static Fields difference(Record record, Record defaults) {
        return NodeBuilder.difference(SettingsNodes.of(record), SettingsNodes.of(defaults));
    }
}

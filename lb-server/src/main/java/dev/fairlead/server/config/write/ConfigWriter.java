package dev.fairlead.server.config.write;

import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.config.ServerConfig;
import dev.fairlead.server.config.document.HoconPrinter;
import dev.fairlead.server.config.document.Node.Fields;
import dev.fairlead.server.config.value.Values;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Pool;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes a configuration as a HOCON file that reads back equal. */
public final class ConfigWriter {

    /** Folders and pools are always written, with absolute paths; the rest only if it is not the default. */
    public String write(ServerConfig config) {
        DesiredState desired = config.desired();
        NodeBuilder pools = new NodeBuilder();
        desired.pools().forEach((name, pool) -> pools.put(name, pool(pool)));
        NodeBuilder lb = new NodeBuilder()
                .putAll(NodeBuilder.difference(boot(config.boot()), boot(BootSettings.DEFAULT)))
                .putAll(NodeBuilder.difference(
                        FrontendNodes.of(desired.frontend()), FrontendNodes.of(Frontend.DEFAULT)))
                .put("pools", pools);
        return HoconPrinter.print(new NodeBuilder().put("lb", lb).build());
    }

    private static Fields pool(Pool pool) {
        Fields different = NodeBuilder.difference(PoolNodes.of(pool), PoolNodes.of(Pool.named(pool.name())));
        return new NodeBuilder()
                .putAll(different)
                .put("strategy", PoolNodes.strategy(pool.strategy()))
                .put("backends", PoolNodes.backends(pool.backends()))
                .build();
    }

    private static Fields boot(BootSettings boot) {
        BootSettings.Control control = boot.control();
        Path state = boot.stateDir();
        NodeBuilder tls = new NodeBuilder()
                .put("cert", text(control.cert()))
                .put("key", text(control.key()))
                .put("client-ca", text(control.clientCa()));
        return new NodeBuilder()
                .put("io-threads", boot.ioThreads())
                .put("plugins-dir", boot.pluginsDir())
                .put(
                        "plugins",
                        new NodeBuilder()
                                .put("verify-before-load", boot.plugins().verifyBeforeLoad())
                                .put(
                                        "allow-sha256",
                                        boot.plugins().allowSha256().stream()
                                                .sorted()
                                                .toList())
                                .put(
                                        "allow-calls",
                                        boot.plugins().allowCalls().stream()
                                                .map(Values::word)
                                                .sorted()
                                                .toList())
                                .put("upload", Values.word(boot.plugins().upload())))
                .put("state", new NodeBuilder().put("dir", text(state)))
                .put(
                        "control",
                        new NodeBuilder()
                                .put("listen", control.listen())
                                .put("insecure", control.insecure())
                                .put("variables", control.variables())
                                .put("paths", control.paths())
                                .put("tls", tls)
                                .put("auth", new NodeBuilder().put("tokens-file", text(control.tokensFile()))))
                .put("admin", new NodeBuilder().put("listen", boot.admin()))
                .build();
    }

    private static String text(@Nullable Path path) {
        return path == null ? "" : path.toString();
    }
}

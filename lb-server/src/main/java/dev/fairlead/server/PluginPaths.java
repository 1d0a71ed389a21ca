package dev.fairlead.server;

import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.desired.Sha256;
import dev.fairlead.server.process.Versions;
import dev.fairlead.server.strategy.jar.DangerousCode;
import dev.fairlead.server.strategy.plugin.PluginSettings;
import dev.fairlead.spi.StrategyProvider;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Where plug-ins, and the files needed to verify them, are on this machine. */
final class PluginPaths {

    private PluginPaths() {}

    static PluginSettings settings(BootSettings boot) {
        return new PluginSettings(
                boot.pluginsFolder(),
                boot.plugins().verifyBeforeLoad(),
                boot.plugins().allowSha256().stream().map(Sha256::hex).collect(Collectors.toSet()),
                boot.plugins().allowCalls().stream()
                        .map(call -> switch (call) {
                            case EXIT -> DangerousCode.EXIT;
                            case NATIVE -> DangerousCode.NATIVE;
                        })
                        .collect(Collectors.toSet()),
                boot.stateDir());
    }

    /** The test kit is in {@code spi/} beside the folder of our libraries, and needs only the interfaces. */
    static List<Path> kit() {
        Path api = Path.of(URI.create(StrategyProvider.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        Path home = api.resolveSibling("..").normalize();
        return List.of(home.resolve("spi").resolve("lb-spi-testkit-" + Versions.release() + ".jar"), api);
    }
}

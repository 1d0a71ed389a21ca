package dev.fairlead.server.strategy.plugin;

import dev.fairlead.server.strategy.jar.CodeScan;
import dev.fairlead.server.strategy.jar.JarBytes;
import dev.fairlead.server.strategy.jar.PluginArchive;
import dev.fairlead.server.strategy.jar.SpiVersion;
import dev.fairlead.server.strategy.jar.UnusableJar;

/** Everything known about a plug-in without running it. */
final class PluginInspection {
    private final PluginSettings settings;
    private final SpiVersion host;

    PluginInspection(PluginSettings settings, SpiVersion host) {
        this.settings = settings;
        this.host = host;
    }

    /** @throws UnusableJar if it cannot even be looked into */
    static PluginArchive read(PluginFolder.FoundPlugin foundPlugin) throws UnusableJar {
        if (!foundPlugin.objection().isEmpty()) {
            throw new UnusableJar(foundPlugin.objection());
        }
        return PluginArchive.read(foundPlugin.path());
    }

    /** @throws UnusableJar unless it may be loaded */
    void check(PluginArchive archive) throws UnusableJar {
        for (JarBytes jar : archive.jars()) {
            if (!settings.allowSha256().isEmpty() && !settings.allowSha256().contains(jar.sha256())) {
                throw new UnusableJar(jar.name() + " has the SHA-256 digest " + jar.sha256()
                        + ", which lb.plugins.allow-sha256 does not name");
            }
        }
        host.check(archive.label().spiVersion());
        CodeScan.check(archive, settings.allowCalls());
    }
}

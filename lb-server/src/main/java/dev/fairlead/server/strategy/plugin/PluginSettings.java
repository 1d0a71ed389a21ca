package dev.fairlead.server.strategy.plugin;

import dev.fairlead.server.strategy.jar.Danger;
import java.nio.file.Path;
import java.util.Set;

/**
 * Where plug-ins come from, and which may be loaded.
 *
 * @param allowSha256 digests in lower case; empty allows every jar
 * @param allowCalls what a jar may do that the guard cannot hold
 */
public record PluginSettings(Path folder, boolean verifyBeforeLoad, Set<String> allowSha256, Set<Danger> allowCalls) {

    public PluginSettings {
        allowSha256 = Set.copyOf(allowSha256);
        allowCalls = Set.copyOf(allowCalls);
    }
}

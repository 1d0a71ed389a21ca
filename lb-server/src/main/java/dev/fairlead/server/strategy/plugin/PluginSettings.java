package dev.fairlead.server.strategy.plugin;

import dev.fairlead.server.strategy.jar.DangerousCode;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where plug-ins come from, and which may be loaded.
 *
 * @param allowSha256 digests in lower case; empty allows every jar
 * @param allowCalls what a jar may do that the guard cannot hold
 * @param memory the folder in which it is kept what an operator took out; null if a restart may forget it
 */
public record PluginSettings(
        Path folder,
        boolean verifyBeforeLoad,
        Set<String> allowSha256,
        Set<DangerousCode> allowCalls,
        @Nullable Path memory) {

    public PluginSettings {
        allowSha256 = Set.copyOf(allowSha256);
        allowCalls = Set.copyOf(allowCalls);
    }
}

package dev.fairlead.server.strategy.plugin;

import dev.fairlead.server.strategy.jar.DangerousCode;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where plug-ins come from, and which may be loaded.
 *
 * @param allowSha256 digests in lower case; empty allows every jar
 * @param allowCalls calls that a jar may make although the guard cannot contain them
 * @param memory the folder that records unloaded plug-ins; null if a restart may forget them
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

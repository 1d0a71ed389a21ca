package dev.fairlead.server.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a reading besides its documents.
 *
 * @param workingDirectory where relative paths of the command line start
 * @param home the folder of {@code bin/}, null if the server was not started by its launcher
 * @param environment for {@code ${VARIABLE}}
 */
public record Surroundings(Path workingDirectory, @Nullable Path home, Map<String, String> environment) {

    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Where a file's relative paths start. */
    public Path baseOf(@Nullable Path file) {
        Path parent = file == null ? null : resolve(file.toString()).getParent();
        return parent == null ? workingDirectory : parent;
    }

    public Path resolve(String path) {
        return workingDirectory.resolve(path).normalize();
    }

    /** The plug-ins' default folder: beside the file if it is there, else beside {@code bin/}. */
    public Path pluginsDir(Path base, boolean withFile) {
        Path beside = base.resolve("plugins");
        if (home == null || withFile && Files.isDirectory(beside)) {
            return beside;
        }
        return home.resolve("plugins");
    }
}

package dev.fairlead.server.config.reload;

import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.config.ServerConfig;
import dev.fairlead.server.config.Surroundings;
import dev.fairlead.server.config.commandline.Flags;
import dev.fairlead.server.config.document.SourceFiles;
import dev.fairlead.server.config.read.ConfigParser;
import dev.fairlead.server.config.read.Overrides;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The file that this server was started with, the flags that override it, and their content when last processed. */
public final class ConfigFile {

    private final @Nullable Path file;
    private final Overrides overrides;
    private final ConfigParser parser;

    /** Written by whoever reloads, looked at by the watcher. */
    private volatile Map<Path, String> lastRead = Map.of();

    public ConfigFile(Flags flags, Surroundings surroundings, ConfigParser parser) {
        this(flags.config(), flags.overrides(surroundings.workingDirectory()), parser);
    }

    ConfigFile(@Nullable Path file, Overrides overrides, ConfigParser parser) {
        this.file = file;
        this.overrides = overrides;
        this.parser = parser;
    }

    /** Reads defaults, file and flags afresh, for the start. */
    public ServerConfig read() throws InvalidConfigException {
        SourceFiles sources = new SourceFiles();
        try {
            return read(sources);
        } finally {
            dealtWith(sources);
        }
    }

    /** @param sources learns what was read */
    ServerConfig read(SourceFiles sources) throws InvalidConfigException {
        return parser.read(file, overrides, sources);
    }

    /** What was read is no news to the watcher any more: it is applied, or it is told that it is not. */
    void dealtWith(SourceFiles sources) {
        lastRead = sources.digests();
    }

    /** The same for a look that leads to nothing: what has changed is still news to the watcher. */
    public ServerConfig look() throws InvalidConfigException {
        return read(new SourceFiles());
    }

    /** As the user spelled it; null if there is none. */
    public @Nullable Path file() {
        return file;
    }

    Map<Path, String> lastRead() {
        return lastRead;
    }

    @Override
    public String toString() {
        return file == null ? "none" : file.toString();
    }
}

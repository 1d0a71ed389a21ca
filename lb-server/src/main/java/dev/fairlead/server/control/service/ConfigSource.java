package dev.fairlead.server.control.service;

import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.config.read.ConfigParser;
import dev.fairlead.server.config.reload.ConfigFile;
import dev.fairlead.server.config.reload.Reloader;
import dev.fairlead.server.state.ChangeRefused;
import org.jspecify.annotations.Nullable;

/**
 * Where this server's configuration comes from.
 *
 * @param boot the settings that only a restart can change
 * @param file file and flags; null in a demonstration, which has its own configuration
 * @param reloader rereads them; null without them
 */
public record ConfigSource(
        ConfigParser parser,
        BootSettings boot,
        @Nullable ConfigFile file,
        @Nullable Reloader reloader) {

    /** @throws ChangeRefused if there is none */
    ConfigFile requireFile() {
        return required(file);
    }

    /** @throws ChangeRefused if there is none */
    Reloader requireReloader() {
        return required(reloader);
    }

    private static <T> T required(@Nullable T part) {
        if (part == null) {
            throw new ChangeRefused(
                    ChangeRefused.Kind.PRECONDITION,
                    "file",
                    "the server has no configuration file to reload: it uses a built-in configuration, as with --demo");
        }
        return part;
    }
}

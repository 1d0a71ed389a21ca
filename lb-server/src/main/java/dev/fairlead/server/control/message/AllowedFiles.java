package dev.fairlead.server.control.message;

import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.config.value.NamedFiles;
import dev.fairlead.server.desired.DesiredState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files on this machine that a caller with the role write may name: those already in use, and those below the
 * configuration's folder, where links and dots cannot lead out. For any other file, the answer is the same whether it
 * exists or not.
 */
public final class AllowedFiles implements NamedFiles {

    private final BootSettings boot;
    private final @Nullable Path folder;
    private final Supplier<DesiredState> running;

    /** @param configuration null if there is no file, and so no folder of its own */
    public AllowedFiles(BootSettings boot, @Nullable Path configuration, Supplier<DesiredState> running) {
        this.boot = boot;
        this.folder =
                configuration == null ? null : configuration.toAbsolutePath().getParent();
        this.running = running;
    }

    @Override
    public Path existing(Path base, String text) {
        Path file = base.resolve(text).normalize();
        if (!boot.control().paths() && !isRead(file) && !isOurs(file)) {
            throw refused(text);
        }
        return NamedFiles.PRESENT.existing(base, text);
    }

    /** Not over what is there: a log that grows in a tokens file, a jar or a journal is more than a log. */
    @Override
    public Path log(Path base, String text) {
        Path file = base.resolve(text).normalize();
        if (boot.control().paths()
                || file.toString().equals(running.get().frontend().accessLog().to())) {
            return file;
        }
        if (!isOurs(file) || isReserved(boot.pluginsFolder(), file) || isReserved(boot.stateDir(), file)) {
            throw refused(text);
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalArgumentException(
                    "\"" + text
                            + "\" already exists, expected the name of a new file; control.paths = on lets callers name any file");
        }
        return file;
    }

    private IllegalArgumentException refused(String text) {
        String own = folder == null ? "one" : "one below " + folder + ", or one";
        return new IllegalArgumentException("\"" + text + "\" is not a file that a caller may name, expected " + own
                + " that is already in use; control.paths = on lets callers name any file");
    }

    private boolean isRead(Path file) {
        BootSettings.Control control = boot.control();
        Stream<String> authorities =
                running.get().pools().values().stream().map(pool -> pool.tls().ca());
        String secrets = running.get().frontend().stickySecretFile();
        return Stream.of(control.cert(), control.key(), control.clientCa(), control.tokensFile())
                        .anyMatch(file::equals)
                || file.toString().equals(secrets)
                || authorities.anyMatch(file.toString()::equals);
    }

    private boolean isOurs(Path file) {
        return isBelow(folder, file);
    }

    /** Also while the folder is not there yet. */
    private static boolean isReserved(@Nullable Path folder, Path file) {
        return folder != null && file.startsWith(folder) || isBelow(folder, file);
    }

    private static boolean isBelow(@Nullable Path folder, Path file) {
        try {
            Path there = file;
            while (there != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
                there = there.getParent();
            }
            if (folder == null || there == null || !Files.exists(folder)) {
                return false;
            }
            Path real = there.toRealPath().resolve(there.relativize(file));
            return real.startsWith(folder.toRealPath()) && !real.equals(folder.toRealPath());
        } catch (IOException leadsNowhere) {
            return false;
        }
    }
}

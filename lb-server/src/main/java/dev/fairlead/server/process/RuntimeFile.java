package dev.fairlead.server.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives programs of the same user the address and the token of this server: {@code <control port>.json} in the runtime
 * folder. Anyone who cannot read the folder has no token.
 */
public final class RuntimeFile {

    private static final Logger log = LoggerFactory.getLogger(RuntimeFile.class);
    private static final int TOKEN_BYTES = 32;

    private final Path folder;
    private final String token;

    /** Null as long as nothing was written. Guarded by this. */
    private @Nullable Path written;

    /** After a signal, the start may continue for a moment while the hook deletes the file. Guarded by this. */
    private boolean over;

    private RuntimeFile(Path folder, String token) {
        this.folder = folder;
        this.token = token;
    }

    /** Generates a token; nothing is written yet. */
    public static RuntimeFile in(Path folder, SecureRandom random) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return new RuntimeFile(folder, HexFormat.of().formatHex(bytes));
    }

    /** The same place in which lb-ctl looks. */
    public static Path folder(Map<String, String> environment, Path userHome) {
        String own = environment.getOrDefault("FAIRLEAD_RUNTIME_DIR", "");
        if (!own.isEmpty()) {
            return Path.of(own);
        }
        String session = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        return session.isEmpty()
                ? userHome.resolve(".fairlead").resolve("run")
                : Path.of(session).resolve("fairlead");
    }

    /** The token for callers of the control port. */
    public String token() {
        return token;
    }

    /** Also replaces the file that a killed server left behind for this port. */
    public synchronized void write(ListenAddresses addresses) throws IOException {
        if (over) {
            return;
        }
        Path file = folder.resolve(addresses.control().getPort() + ".json");
        PrivateFile.createFolder(folder);
        written = file;
        PrivateFile.write(file, addresses.runtimeJson(ProcessHandle.current().pid(), token));
    }

    /** But not a file that another server, on the same port of another address, has written in the meantime. */
    public synchronized void delete() throws IOException {
        over = true;
        Path file = written;
        try {
            if (file != null && Files.readString(file).contains(token)) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException gone) {
            // as expected
        }
    }

    /**
     * Deletes the file however the process ends, if possible, because the file stands for a running server. A start may
     * fail, or be stopped by a signal, after the file was written.
     */
    public void deleteAtExit() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::deleteQuietly, "fairlead-runtime-file"));
    }

    /** For the end of the process, when no one could do anything about a failure. */
    public void deleteQuietly() {
        try {
            delete();
        } catch (IOException e) {
            log.warn("event=stopped cause=\"the runtime file is still there: {}\"", e.toString());
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}

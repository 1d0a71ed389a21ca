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
 * Tells programs of the same user where this server is and how to be let in: {@code <control port>.json} in the runtime
 * folder. Who cannot read the folder has no token.
 */
public final class RuntimeFile {

    private static final Logger log = LoggerFactory.getLogger(RuntimeFile.class);
    private static final int TOKEN_BYTES = 32;

    private final Path folder;
    private final String token;

    /** Null as long as nothing was written. Guarded by this. */
    private @Nullable Path written;

    /** A start that a signal has ended goes on for a moment, beside the hook that takes the file away. Guarded by this. */
    private boolean over;

    private RuntimeFile(Path folder, String token) {
        this.folder = folder;
        this.token = token;
    }

    /** Makes up a token; nothing is written yet. */
    public static RuntimeFile in(Path folder, SecureRandom random) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return new RuntimeFile(folder, HexFormat.of().formatHex(bytes));
    }

    /** Where lb-ctl looks too. */
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

    /** What a caller of the control port has to show. */
    public String token() {
        return token;
    }

    /** Also replaces what a killed server left behind on this port. */
    public synchronized void write(ListenAddresses addresses) throws IOException {
        if (over) {
            return;
        }
        Path file = folder.resolve(addresses.control().getPort() + ".json");
        PrivateFile.createFolder(folder);
        written = file;
        PrivateFile.write(file, addresses.runtimeJson(ProcessHandle.current().pid(), token));
    }

    /** Not what another server, on the same port of another address, has written in its place. */
    public synchronized void delete() throws IOException {
        over = true;
        Path file = written;
        try {
            if (file != null && Files.readString(file).contains(token)) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException gone) {
            // as it should be
        }
    }

    /**
     * However the process ends, if it has a say in it, the file goes: who finds one counts on a server that runs. A start
     * may fail, or be stopped by a signal, after it was written.
     */
    public void deleteAtExit() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::deleteQuietly, "fairlead-runtime-file"));
    }

    /** For the last moment, in which nobody could do anything about it. */
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

package dev.fairlead.server.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/**
 * Tells programs of the same user where this server is and how to be let in: {@code <control port>.json} in the runtime
 * folder. Who cannot read the folder has no token.
 */
public final class RuntimeFile {

    private static final int TOKEN_BYTES = 32;

    private final Path folder;
    private final String token;

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
    public void write(Addresses addresses) throws IOException {
        PrivateFile.createFolder(folder);
        PrivateFile.write(
                file(addresses), addresses.runtimeJson(ProcessHandle.current().pid(), token));
    }

    public void delete(Addresses addresses) throws IOException {
        Files.deleteIfExists(file(addresses));
    }

    private Path file(Addresses addresses) {
        return folder.resolve(addresses.control().getPort() + ".json");
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}

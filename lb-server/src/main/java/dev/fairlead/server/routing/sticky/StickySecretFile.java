package dev.fairlead.server.routing.sticky;

import dev.fairlead.server.desired.InvalidSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file of secrets, one a line; blank lines and lines that begin with # do not count. */
final class StickySecretFile {
    private static final Logger log = LoggerFactory.getLogger(StickySecretFile.class);

    static final String KEY = "sticky-secret-file";
    private static final String NAME = "sticky-secret";
    private static final int LARGEST = 64 * 1024;
    private static final int MOST = 100;
    private static final int SHORTEST = 16;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /** A group may share it to read, as services do that run as different users. */
    private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("----w-rw-");

    private StickySecretFile() {}

    static List<String> read(Path file) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST + 1);
            warnIfOpen(file);
        } catch (IOException e) {
            throw refused(file + ": cannot be read (" + e.getClass().getSimpleName()
                    + "), expected a file with a secret a line");
        }
        if (bytes.length > LARGEST) {
            throw refused(file + ": is larger than 64KiB, expected at most " + MOST + " lines with a secret each");
        }
        return parse(file, text(file, bytes));
    }

    private static String text(Path file, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refused(file + ": is not text, expected a secret a line in UTF-8");
        }
    }

    /** No problem repeats what it is about. */
    private static List<String> parse(Path file, String text) {
        List<String> secrets = new ArrayList<>();
        List<InvalidSettings.Problem> problems = new ArrayList<>();
        String[] lines = text.split("\\R", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.length() < SHORTEST) {
                problems.add(problem(file + ":" + (i + 1) + ": has " + line.length()
                        + (line.length() == 1 ? " character" : " characters") + ", expected a secret of " + SHORTEST
                        + " or more, such as openssl rand -base64 32 prints"));
            }
            secrets.add(line);
        }
        if (secrets.isEmpty()) {
            problems.add(problem(file + ": has no secret, expected one or more lines of " + SHORTEST
                    + " characters or more; the first signs, all verify"));
        }
        if (secrets.size() > MOST) {
            problems.add(problem(file + ": has " + secrets.size() + " secrets, expected at most " + MOST));
        }
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
        return secrets;
    }

    private static void warnIfOpen(Path file) throws IOException {
        try {
            Set<PosixFilePermission> open = Files.getPosixFilePermissions(file);
            if (OPEN.stream().anyMatch(open::contains)) {
                log.warn(
                        "event=sticky-secrets-open file={} cause=\"other users may read or change it\" expected=\"chmod"
                                + " 600\"",
                        file);
            }
        } catch (UnsupportedOperationException e) {
            log.debug("event=sticky-secrets-unchecked file={} cause=\"no permissions here\"", file);
        }
    }

    /**
     * @param folder of the state, which no other process uses meanwhile
     * @param made the secret if there is none yet
     */
    static List<String> readOrMake(Path folder, String made) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            write(folder, file, made + "\n");
        }
        return read(file);
    }

    /** Others can never read it, and it is whole or not there, however the machine stops. */
    private static void write(Path folder, Path file, String text) throws IOException {
        Path temporary = folder.resolve("." + NAME + ".tmp");
        Files.deleteIfExists(temporary);
        try (FileChannel channel = FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static InvalidSettings refused(String text) {
        return new InvalidSettings(KEY, text);
    }

    private static InvalidSettings.Problem problem(String text) {
        return new InvalidSettings.Problem(KEY, text);
    }
}

package dev.fairlead.server.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes files atomically. */
final class PrivateFile {

    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private PrivateFile() {}

    /** Creates a folder that no one else can read, also if it existed and was open before. */
    static void createFolder(Path folder) throws IOException {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
        Files.setPosixFilePermissions(folder, FOLDER);
    }

    /** Writes a file that others can never read, not even while it is being written. */
    static void write(Path file, String text) throws IOException {
        Path temporary = Files.createTempFile(
                file.toAbsolutePath().resolveSibling(""), ".", ".tmp", PosixFilePermissions.asFileAttribute(FILE));
        move(temporary, file, text);
    }

    /** Writes a file that others may read. */
    static void writeShared(Path file, String text) throws IOException {
        move(file.resolveSibling("." + file.getFileName() + ".tmp"), file, text);
    }

    private static void move(Path temporary, Path file, String text) throws IOException {
        try {
            Files.writeString(temporary, text, StandardCharsets.UTF_8);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}

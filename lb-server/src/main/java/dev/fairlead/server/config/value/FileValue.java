package dev.fairlead.server.config.value;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A setting that names a file which has to be there. */
public final class FileValue {

    private FileValue() {}

    /** Empty for an empty text. */
    public static Optional<Path> of(Path base, String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Path file = base.resolve(text).normalize();
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not there (" + file + "), expected a file that this user may read");
        }
        return Optional.of(file);
    }
}

package dev.fairlead.server.config.value;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which files of this machine a configuration may name; what it may not is an IllegalArgumentException in words for its
 * author. Whoever sends a document can name any path, and must not learn from the answer whether there is such a file.
 */
public interface NamedFiles {

    /** For whoever could look at the file as well: it has to be there. */
    NamedFiles PRESENT = new NamedFiles() {
        @Override
        public Path existing(Path base, String text) {
            Path file = base.resolve(text).normalize();
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                throw new IllegalArgumentException(
                        "\"" + text + "\" is not there (" + file + "), expected a file that this user may read");
            }
            return file;
        }

        @Override
        public Path log(Path base, String text) {
            return base.resolve(text).normalize();
        }
    };

    /** For who may only look at the load balancer: no file is looked at, so that each answer is the same. */
    NamedFiles UNSEEN = new NamedFiles() {
        @Override
        public Path existing(Path base, String text) {
            return base.resolve(text).normalize();
        }

        @Override
        public Path log(Path base, String text) {
            return base.resolve(text).normalize();
        }
    };

    /** A file that is read. */
    Path existing(Path base, String text);

    /** A file that is written to, and need not be there. */
    Path log(Path base, String text);
}

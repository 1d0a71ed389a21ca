package dev.fairlead.server.config.value;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files on this machine that a configuration may name; for others, throws an IllegalArgumentException with a
 * message for its author. A sender can name any path, and must not learn from the answer whether such a file exists.
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

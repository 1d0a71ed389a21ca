package dev.fairlead.server.observe.access;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The destination of the lines. Used only by the log's thread. */
interface AccessTarget {

    void write(byte[] lines) throws IOException;

    void close() throws IOException;

    /** A stream that others use too: never closed. */
    record Standard(OutputStream out) implements AccessTarget {
        @Override
        public void write(byte[] lines) throws IOException {
            out.write(lines);
            out.flush();
        }

        @Override
        public void close() {}
    }

    /** A file to append to; a new one is started if the old one was moved away. */
    final class Appended implements AccessTarget {
        private final Path path;
        private @Nullable OutputStream out;
        private @Nullable Object key;

        Appended(Path path) {
            this.path = path;
        }

        @Override
        public void write(byte[] lines) throws IOException {
            OutputStream current = out;
            if (current == null || hasMoved()) {
                close();
                current = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                out = current;
                key = key();
            }
            current.write(lines);
        }

        private boolean hasMoved() throws IOException {
            Object now = key();
            return now == null || !now.equals(key);
        }

        /** The file that the path leads to now; null if there is none. */
        private @Nullable Object key() throws IOException {
            try {
                return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            } catch (NoSuchFileException e) {
                return null;
            }
        }

        @Override
        public void close() throws IOException {
            OutputStream current = out;
            out = null;
            if (current != null) {
                current.close();
            }
        }
    }
}

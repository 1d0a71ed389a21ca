package dev.fairlead.server.state.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** The store cannot read or write; the sentence says which file, and why. */
public final class StoreException extends Exception {

    private final boolean full;

    public StoreException(String sentence) {
        this(sentence, null);
    }

    StoreException(String sentence, @Nullable Throwable cause) {
        this(sentence, cause, false);
    }

    private StoreException(String sentence, @Nullable Throwable cause, boolean full) {
        super(sentence, cause);
        this.full = full;
    }

    /** @param deed what was tried: {@code write data/journal-00000001} */
    static StoreException cannot(String deed, IOException cause, boolean full) {
        return new StoreException("cannot " + deed + ": " + reason(cause), cause, full);
    }

    /** The system's own word where there is one; the JDK puts no more than the file's name into some messages. */
    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof NoSuchFileException) {
            return "it is not there";
        }
        if (cause instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** Whether it failed because there is no room for more. */
    public boolean isFull() {
        return full;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}

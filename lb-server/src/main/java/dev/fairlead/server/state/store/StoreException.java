package dev.fairlead.server.state.store;

import org.jspecify.annotations.Nullable;

/** The store cannot read or keep what it should; the sentence says which file, and why. */
public final class StoreException extends Exception {

    public StoreException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }

    public StoreException(String sentence) {
        this(sentence, null);
    }

    /** There is no room; the system's words are all that Java tells of it. */
    public boolean isFull() {
        String words = getCause() == null ? "" : String.valueOf(getCause().getMessage());
        return words.contains("No space left on device") || words.contains("quota exceeded");
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}

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

    public String sentence() {
        return String.valueOf(getMessage());
    }
}

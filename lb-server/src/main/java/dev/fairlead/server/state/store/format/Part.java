package dev.fairlead.server.state.store.format;

import org.jspecify.annotations.Nullable;

/**
 * A part of a stored state: what it says, or why this version does not accept that.
 *
 * @param value null if and only if there is a refusal
 * @param refusal completes a sentence that begins with the place of the state
 */
record Part<T>(@Nullable T value, @Nullable NotAccepted refusal) {

    static <T> Part<T> of(T value) {
        return new Part<>(value, null);
    }

    /** @throws NotAccepted if it is not accepted */
    T accepted() {
        if (value == null) {
            throw refusal == null ? new NotAccepted("has nothing", new IllegalStateException()) : refusal;
        }
        return value;
    }
}

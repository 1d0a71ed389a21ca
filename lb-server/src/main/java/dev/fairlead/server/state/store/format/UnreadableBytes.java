package dev.fairlead.server.state.store.format;

/** Bytes that are not what they should be; the message completes a sentence that begins with their place. */
public class UnreadableBytes extends RuntimeException {

    public UnreadableBytes(String predicate) {
        super(predicate);
    }

    UnreadableBytes(String predicate, Throwable cause) {
        super(predicate, cause);
    }
}

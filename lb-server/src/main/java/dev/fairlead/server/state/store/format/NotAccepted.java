package dev.fairlead.server.state.store.format;

/** Bytes that are as they were written, with a setting that could be wanted once and cannot any more. */
final class NotAccepted extends UnreadableBytes {

    NotAccepted(String predicate, Throwable cause) {
        super(predicate, cause);
    }
}

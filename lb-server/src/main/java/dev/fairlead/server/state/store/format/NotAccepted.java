package dev.fairlead.server.state.store.format;

/** Intact bytes with a setting that used to be valid and no longer is. */
final class NotAccepted extends UnreadableBytes {

    NotAccepted(String predicate, Throwable cause) {
        super(predicate, cause);
    }
}

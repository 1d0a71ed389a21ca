package dev.fairlead.server.state;

/** A change that is not made, with a sentence for whoever asked for it. Nothing has changed. */
public final class ChangeRefused extends RuntimeException {

    private final Kind kind;
    private final String field;

    /** What stands in the way; callers map it to exit codes and statuses. */
    public enum Kind {
        /** a value that cannot be accepted */
        INVALID,
        /** it names something that does not exist */
        NOT_FOUND,
        /** it adds what exists already, and differently */
        CONFLICT,
        /** the caller's picture of the state is out of date */
        STALE,
        /** well-formed, and not possible as things are */
        PRECONDITION,
        /** it cannot be kept: there is no room */
        STORE_FULL,
        /** it cannot be kept, for another reason */
        STORE_FAILED
    }

    /** @param field the setting as a configuration file spells it, relative to {@code lb}; empty if it is none */
    public ChangeRefused(Kind kind, String field, String sentence) {
        super(sentence);
        this.kind = kind;
        this.field = field;
    }

    public ChangeRefused(Kind kind, String field, String sentence, Throwable cause) {
        super(sentence, cause);
        this.kind = kind;
        this.field = field;
    }

    public Kind kind() {
        return kind;
    }

    public String field() {
        return field;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}

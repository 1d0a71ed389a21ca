package dev.fairlead.server.state;

import dev.fairlead.server.desired.NearestName;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A refused change, with a sentence for its author. Nothing has changed. */
public final class ChangeRefused extends RuntimeException {

    private final Kind kind;
    private final String field;
    private final @Nullable String nearest;

    /** Why it was refused; callers map it to exit codes and statuses. */
    public enum Kind {
        /** a value that cannot be accepted */
        INVALID,
        /** it names something that does not exist */
        NOT_FOUND,
        /** it adds something that already exists with other settings */
        CONFLICT,
        /** the caller's view of the state is out of date */
        STALE,
        /** valid, but not possible in the current state */
        PRECONDITION,
        /** it cannot be stored: there is no space */
        STORE_FULL,
        /** it cannot be stored, for another reason */
        STORE_FAILED
    }

    /**
     * @param field the setting as in a configuration file, relative to {@code lb}; empty if it is not about one setting
     */
    public ChangeRefused(Kind kind, String field, String sentence) {
        this(kind, field, sentence, (String) null);
    }

    private ChangeRefused(Kind kind, String field, String sentence, @Nullable String nearest) {
        super(sentence);
        this.kind = kind;
        this.field = field;
        this.nearest = nearest;
    }

    public ChangeRefused(Kind kind, String field, String sentence, Throwable cause) {
        super(sentence, cause);
        this.kind = kind;
        this.field = field;
        this.nearest = null;
    }

    public static ChangeRefused noPool(String name, Collection<String> known) {
        return notFound("pools", "there is no pool \"" + name + "\"", name, known);
    }

    public static ChangeRefused noBackend(String pool, String id, Collection<String> known) {
        return notFound(
                "pools." + pool + ".backends", "pool \"" + pool + "\" has no backend \"" + id + "\"", id, known);
    }

    public static ChangeRefused noRoute(String name, Collection<String> known) {
        return notFound("routes", "there is no route \"" + name + "\"", name, known);
    }

    public static ChangeRefused noSetting(String key, Collection<String> known) {
        return notFound(key, "there is no setting \"" + key + "\"", key, known);
    }

    private static ChangeRefused notFound(String field, String sentence, String name, Collection<String> known) {
        String nearest = NearestName.of(name, known).orElse(null);
        String hint = nearest == null ? "" : ", did you mean \"" + nearest + "\"?";
        return new ChangeRefused(Kind.NOT_FOUND, field, sentence + hint, nearest);
    }

    public Kind kind() {
        return kind;
    }

    public String field() {
        return field;
    }

    /** The nearest name, if a name was not found. */
    public Optional<String> nearest() {
        return Optional.ofNullable(nearest);
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}

package dev.fairlead.server.desired;

/** Which header fields of a request are passed on. */
public record Headers(Underscores underscores) {

    public static final Headers DEFAULT = new Headers(Underscores.PASS);

    /** What becomes of names with an underscore, which some backends cannot tell from a hyphen. */
    public enum Underscores {
        PASS,
        DROP,
        REFUSE
    }
}

package dev.fairlead.ctl.output;

/** The colour of a word, by its meaning. */
public enum Ink {
    PLAIN(""),
    GOOD("\u001b[32m"),
    BAD("\u001b[31m"),
    DOUBTFUL("\u001b[33m"),
    FAINT("\u001b[2m"),
    STRONG("\u001b[1m");

    private static final String RESET = "\u001b[0m";

    private final String code;

    Ink(String code) {
        this.code = code;
    }

    public String paint(String text) {
        return code.isEmpty() || text.isBlank() ? text : code + text + RESET;
    }

    /** The colour for a word from the server. */
    public static Ink of(String word) {
        return switch (word) {
            case "up", "loaded", "asked", "yes", "ok" -> GOOD;
            case "down", "ejected", "refused", "tripped", "fallback", "no" -> BAD;
            case "unknown", "suspect", "drain", "maint", "orphaned", "on_trial" -> DOUBTFUL;
            default -> PLAIN;
        };
    }
}

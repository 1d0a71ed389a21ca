package dev.fairlead.server.strategy.plugin;

/** What an operator asked of a plug-in cannot be done. The message is a sentence for them. */
public final class PluginRefused extends RuntimeException {

    private final Reason reason;

    public enum Reason {
        /** nothing in the folder has this name */
        UNKNOWN,
        /** pools use it, or it cannot be loaded as it is, or something else is being done with it */
        PRECONDITION
    }

    private PluginRefused(Reason reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    static PluginRefused unknown(String sentence) {
        return new PluginRefused(Reason.UNKNOWN, sentence);
    }

    static PluginRefused precondition(String sentence) {
        return new PluginRefused(Reason.PRECONDITION, sentence);
    }

    public Reason reason() {
        return reason;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}

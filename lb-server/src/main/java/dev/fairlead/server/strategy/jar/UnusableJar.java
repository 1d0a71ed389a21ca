package dev.fairlead.server.strategy.jar;

/** A jar that cannot be loaded. The message is for the operator, and does not repeat the name of the jar. */
public final class UnusableJar extends Exception {

    public UnusableJar(String sentence) {
        super(sentence);
    }

    public UnusableJar(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}

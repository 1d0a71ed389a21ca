package dev.fairlead.server.strategy.jar;

/** A jar that cannot be loaded. The message is a sentence for the operator whose subject, the jar, they know. */
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

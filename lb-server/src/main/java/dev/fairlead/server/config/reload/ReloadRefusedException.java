package dev.fairlead.server.config.reload;

/** A new reading was refused in the running state; the message is for the operator. */
public final class ReloadRefusedException extends Exception {

    public ReloadRefusedException(String sentence) {
        super(sentence);
    }

    public ReloadRefusedException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}

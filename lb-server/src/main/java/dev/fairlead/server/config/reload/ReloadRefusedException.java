package dev.fairlead.server.config.reload;

/** The running state did not take a new reading; the message is the sentence for the operator. */
public final class ReloadRefusedException extends Exception {

    public ReloadRefusedException(String sentence) {
        super(sentence);
    }

    public ReloadRefusedException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}

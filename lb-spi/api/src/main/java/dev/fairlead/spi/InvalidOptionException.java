package dev.fairlead.spi;

/**
 * An option that a strategy cannot accept. The operator's change is refused, and the sentence is shown unchanged after
 * the option's name. It says what is wrong and what was expected, for example {@code is 0, expected a whole number from
 * 1 to 1000}.
 */
public final class InvalidOptionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String option;
    private final String sentence;

    public InvalidOptionException(String option, String sentence) {
        super(option + ": " + sentence);
        this.option = option;
        this.sentence = sentence;
    }

    /** The option's name, as the operator writes it. */
    public String option() {
        return option;
    }

    /** The message without the option's name, for hosts that show the two separately. */
    public String sentence() {
        return sentence;
    }
}

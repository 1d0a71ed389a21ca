package dev.fairlead.spi.testkit.trial;

import org.jspecify.annotations.Nullable;

/** A duty that the strategy under test does not keep. An AssertionError, so that test frameworks count it as a failure. */
public final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    public Violation(String sentence) {
        super(sentence);
    }

    public Violation(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}

package dev.fairlead.spi.testkit.trial;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A duty that the strategy under test does not keep. An AssertionError, so that test frameworks count it as a failure. */
public final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final boolean hanging;

    public Violation(String sentence) {
        this(sentence, null);
    }

    public Violation(String sentence, @Nullable Throwable cause) {
        this(sentence, cause, false);
    }

    private Violation(String sentence, @Nullable Throwable cause, boolean hanging) {
        super(sentence, cause);
        this.hanging = hanging;
    }

    /** The strategy has not come back; where it was then. */
    static Violation hanging(String sentence, Throwable where) {
        return new Violation(sentence + place(where.getStackTrace()), where, true);
    }

    /** Whether the strategy was given up, and may be at it still. */
    public boolean isHanging() {
        return hanging;
    }

    /** What the strategy threw, and where its author should look; the circumstances may be empty. */
    public static Violation thrown(Throwable thrown, String circumstances) {
        return new Violation("threw " + thrown + place(thrown.getStackTrace()) + circumstances, thrown);
    }

    /** The uppermost place in code that is neither the kit's nor the JDK's. */
    static String place(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .filter(frame -> !frame.getClassName().startsWith("dev.fairlead.spi."))
                .filter(frame -> frame.getModuleName() == null)
                .findFirst()
                .map(frame -> " at " + frame)
                .orElse("");
    }
}

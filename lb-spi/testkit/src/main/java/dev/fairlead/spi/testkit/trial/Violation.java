package dev.fairlead.spi.testkit.trial;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A duty that the strategy under test breaks. An AssertionError, so that test frameworks report a failure. */
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

    /** The strategy did not return; with the place where it was. */
    static Violation hanging(String sentence, Throwable where) {
        return new Violation(sentence + place(where.getStackTrace()), where, true);
    }

    /** Whether the strategy was abandoned and may still be running. */
    public boolean isHanging() {
        return hanging;
    }

    /** What the strategy threw, and the place for its author to look; the circumstances may be empty. */
    public static Violation thrown(Throwable thrown, String circumstances) {
        return new Violation("threw " + thrown + place(thrown.getStackTrace()) + circumstances, thrown);
    }

    /** The top stack frame that is neither in the kit nor in the JDK. */
    static String place(StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .filter(frame -> !frame.getClassName().startsWith("dev.fairlead.spi."))
                .filter(frame -> frame.getModuleName() == null)
                .findFirst()
                .map(frame -> " at " + frame)
                .orElse("");
    }
}

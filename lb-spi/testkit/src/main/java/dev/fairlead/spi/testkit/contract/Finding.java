package dev.fairlead.spi.testkit.contract;

import dev.fairlead.spi.testkit.trial.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What one check found.
 *
 * @param id the check's own word, which never changes
 * @param check the check's name, a statement
 * @param detail what was measured, or why the check does not apply; for a violation, the sentence that says what is wrong
 * @param violation null unless the duty is broken
 */
public record Finding(
        String id,
        String check,
        Verdict verdict,
        String detail,
        @Nullable Violation violation) {

    /** A duty that is not kept, for the reason that the violation tells. */
    public static Finding broken(String id, String check, Violation violation) {
        return new Finding(id, check, Verdict.BROKEN, String.valueOf(violation.getMessage()), violation);
    }

    /** Whether it is kept, or does not apply. */
    public boolean kept() {
        return verdict != Verdict.BROKEN;
    }

    /**
     * Whether there is no point in trying the strategy further: it did not come to be, or it did not come back, and would
     * keep every check after this one waiting as long.
     */
    public boolean endsTheTrial() {
        return violation != null && (id.equals(Contract.FIRST) || violation.isHanging());
    }

    /** For test frameworks: throws the violation, if there is one. */
    public void orThrow() {
        if (violation != null) {
            throw violation;
        }
    }

    @Override
    public String toString() {
        String word = switch (verdict) {
            case KEPT -> "kept    ";
            case BROKEN -> "BROKEN  ";
            case INAPPLICABLE -> "-       ";
        };
        return word + check + ": " + detail;
    }
}

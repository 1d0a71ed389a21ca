package dev.fairlead.spi.testkit.contract;

import dev.fairlead.spi.testkit.trial.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What one check found.
 *
 * @param id the stable id of the check
 * @param check the check's name, a statement
 * @param detail what was measured, why the check does not apply, or what is wrong
 * @param violation null unless the contract is broken
 */
public record Finding(
        String id,
        String check,
        Verdict verdict,
        String detail,
        @Nullable Violation violation) {

    /** A broken duty, with the violation as the reason. */
    public static Finding broken(String id, String check, Violation violation) {
        return new Finding(id, check, Verdict.BROKEN, String.valueOf(violation.getMessage()), violation);
    }

    /** Whether the duty is kept or does not apply. */
    public boolean kept() {
        return verdict != Verdict.BROKEN;
    }

    /**
     * Whether further checks are pointless: the strategy could not be created, or it did not return and would block
     * every further check just as long.
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

package dev.fairlead.spi.testkit.contract;

import dev.fairlead.spi.testkit.trial.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What one check found.
 *
 * @param id the check's own word, which never changes
 * @param check the check's name, a statement
 * @param detail what was measured, or why the check does not apply; for a violation, the sentence that says what is wrong
 * @param violation null if the duty is kept
 */
public record Finding(
        String id, String check, String detail, @Nullable Violation violation) {

    public boolean kept() {
        return violation == null;
    }

    /** For test frameworks: throws the violation, if there is one. */
    public void orThrow() {
        if (violation != null) {
            throw violation;
        }
    }

    @Override
    public String toString() {
        return (kept() ? "kept    " : "BROKEN  ") + check + ": " + detail;
    }
}

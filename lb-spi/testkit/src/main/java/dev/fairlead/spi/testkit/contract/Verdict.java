package dev.fairlead.spi.testkit.contract;

import java.util.Locale;

/** The result of a check. */
public enum Verdict {
    /** The duty is kept. */
    KEPT,
    /** The duty is broken. */
    BROKEN,
    /** The check does not apply to the strategy; this counts as kept. */
    INAPPLICABLE;

    /** The form for scripts. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

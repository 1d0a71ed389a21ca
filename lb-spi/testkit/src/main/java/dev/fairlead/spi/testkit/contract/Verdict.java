package dev.fairlead.spi.testkit.contract;

import java.util.Locale;

/** What a check comes to. */
public enum Verdict {
    /** The duty is kept. */
    KEPT,
    /** It is not. */
    BROKEN,
    /** The strategy has nothing of the kind; that is as good as kept. */
    INAPPLICABLE;

    /** As scripts read it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

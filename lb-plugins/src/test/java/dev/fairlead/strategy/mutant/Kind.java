package dev.fairlead.strategy.mutant;

import java.util.Locale;

/** The ways of spoiling a strategy that the kit must see through, each with the check that is meant for it. */
enum Kind {
    BIAS("some get more than their share", "fair-share"),
    STARVATION("somebody gets nothing", "fair-share"),
    ALLOCATION("a choice or an outcome leaves garbage", "no-allocation"),
    TRIED_IGNORED("a retry goes where the attempt before it failed", "tried-avoided"),
    OVERFLOW("off by one, or stuck, when a counter or the clock overflows", "cursor-overflow");

    private final String meaning;
    private final String check;

    Kind(String meaning, String check) {
        this.meaning = meaning;
        this.check = check;
    }

    String check() {
        return check;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ') + " (" + meaning + ")";
    }
}

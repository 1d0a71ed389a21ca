package dev.fairlead.spi.testkit.trial;

/**
 * What a rule observed about a strategy that keeps it.
 *
 * @param applies whether the rule applies
 * @param words what was measured, or why the rule does not apply
 */
public record Observation(boolean applies, String words) {

    public static Observation of(String measured) {
        return new Observation(true, measured);
    }

    public static Observation inapplicable(String why) {
        return new Observation(false, why);
    }
}

package dev.fairlead.spi.testkit.trial;

/** One duty of a strategy, and how to check it. */
public interface Rule {

    /** A short, stable id for scripts, such as {@code fair-share}. */
    String id();

    /** The duty in a few words, as a statement about the strategy. */
    String name();

    /**
     * Checks the strategy.
     *
     * @return what was observed, if the duty is kept
     * @throws Violation if the duty is broken; any other exception comes from the strategy and is a violation too
     */
    Observation examine(Subject subject) throws Exception;
}

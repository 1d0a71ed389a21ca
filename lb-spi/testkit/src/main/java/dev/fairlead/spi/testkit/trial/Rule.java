package dev.fairlead.spi.testkit.trial;

/** One duty of a strategy, and how to find out whether it is kept. */
public interface Rule {

    /** A short word for it that scripts may rely on, such as {@code fair-share}; it never changes. */
    String id();

    /** The duty in a few words, as a statement about the strategy. */
    String name();

    /**
     * Tries the strategy.
     *
     * @return what was seen, if the duty is kept
     * @throws Violation if the duty is not kept; whatever else is thrown comes from the strategy and is a violation too
     */
    Observation examine(Subject subject) throws Exception;
}

package dev.fairlead.server.strategy;

/** Knows why a strategy is missing. */
@FunctionalInterface
public interface AbsentStrategies {

    /** Nobody who could be missing. */
    AbsentStrategies NONE = name -> "";

    /**
     * Sentences for an operator who asks for one.
     *
     * @param name of a strategy, lower case and with underscores
     * @return why it is not there, or may not be; empty if nothing is known
     */
    String about(String name);

    /** Whether an operator took it out by hand: who names it is not to be refused for that, rotation serves in its place. */
    default boolean isHeldBack(String name) {
        return false;
    }
}

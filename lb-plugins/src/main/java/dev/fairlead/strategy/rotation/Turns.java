package dev.fairlead.strategy.rotation;

/** The order of turns: a fixed sequence of endpoint indices that repeats forever. */
interface Turns {

    /** The number of turns until it repeats. */
    long length();

    /** The endpoint index at a turn from 0 to {@code length() - 1}. */
    int at(long turn);
}

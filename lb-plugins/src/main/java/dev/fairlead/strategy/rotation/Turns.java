package dev.fairlead.strategy.rotation;

/** Who has which turn: a fixed sequence of endpoint indices that repeats for ever. */
interface Turns {

    /** After how many turns it repeats. */
    long length();

    /** The endpoint index at a turn from 0 to {@code length() - 1}. */
    int at(long turn);
}

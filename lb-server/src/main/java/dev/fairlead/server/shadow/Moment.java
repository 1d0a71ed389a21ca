package dev.fairlead.server.shadow;

/** Something that happened to a real request. */
sealed interface Moment {

    Seen seen();

    /** When, by the clock of all requests. */
    long at();

    record Chosen(Seen seen, long at) implements Moment {}

    /** The head of the answer is there, or cannot come any more. */
    record Settled(Seen seen, long at, Answer answer) implements Moment {}

    record Ended(Seen seen, long at, Answer answer) implements Moment {}
}

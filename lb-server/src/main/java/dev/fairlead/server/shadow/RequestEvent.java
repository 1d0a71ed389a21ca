package dev.fairlead.server.shadow;

/** An event of a real request. */
sealed interface RequestEvent {

    MirroredRequest mirrored();

    /** When, by the clock of all requests. */
    long at();

    record Chosen(MirroredRequest mirrored, long at) implements RequestEvent {}

    /** The head of the answer is there, or cannot come any more. */
    record Settled(MirroredRequest mirrored, long at, AttemptResult answer) implements RequestEvent {}

    record Ended(MirroredRequest mirrored, long at, AttemptResult answer) implements RequestEvent {}
}

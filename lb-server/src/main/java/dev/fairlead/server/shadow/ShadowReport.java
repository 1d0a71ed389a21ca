package dev.fairlead.server.shadow;

import java.util.List;

/**
 * How a candidate compares with the live strategy so far.
 *
 * @param requests that both chose for
 * @param missed that were to be shown and were not, for want of room
 * @param agreement share of those that the candidate had an answer for, and the same one
 * @param spreadLive how unevenly what was in flight lay: standard deviation divided by mean, for each unit of weight
 * @param nanosLive median cost of a choice
 * @param errors calls of the candidate that threw, or answered with no endpoint of the pool
 * @param problem the last of them, as a sentence; empty if there was none
 */
public record ShadowReport(
        long requests,
        long missed,
        double agreement,
        List<Share> shares,
        double spreadLive,
        double spreadCandidate,
        double nanosLive,
        double nanosCandidate,
        long errors,
        String problem) {

    static final ShadowReport EMPTY = new ShadowReport(0, 0, 0, List.of(), 0, 0, 0, 0, 0, "");

    /** Of the requests: what a backend got, and what it would have got. */
    public record Share(String backend, double live, double candidate) {}
}

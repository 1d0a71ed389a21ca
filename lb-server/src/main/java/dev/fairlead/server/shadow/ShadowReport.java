package dev.fairlead.server.shadow;

import java.util.List;

/**
 * How a candidate compares with the live strategy so far.
 *
 * @param requests requests for which both chose
 * @param missed requests that were not replayed for lack of room
 * @param agreement share of requests for which the candidate made the same choice
 * @param spreadLive how unevenly requests in flight were spread: standard deviation divided by mean, per unit of weight
 * @param nanosLive median cost of a choice
 * @param errors calls of the candidate that threw or returned something other than an endpoint of the pool
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

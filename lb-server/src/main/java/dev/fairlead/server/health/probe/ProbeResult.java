package dev.fairlead.server.health.probe;

import java.time.Duration;

/**
 * The result of one probe.
 *
 * @param said what happened, such as {@code GET /health answered 404}
 * @param expected what was expected; empty if {@code said} is clear by itself
 */
public record ProbeResult(Verdict verdict, String said, String expected, Duration took) {

    /** A wrong answer is told apart from none: the first is often a wrong probe, the second never. */
    public enum Verdict {
        HEALTHY,
        WRONG_ANSWER,
        NO_ANSWER,
        /** We could not ask, for want of something of ours: it says nothing of the backend. */
        NOT_ASKED
    }

    public static ProbeResult healthy(String said, Duration took) {
        return new ProbeResult(Verdict.HEALTHY, said, "", took);
    }

    public static ProbeResult wrong(String said, String expected, Duration took) {
        return new ProbeResult(Verdict.WRONG_ANSWER, said, expected, took);
    }

    public static ProbeResult none(String said, Duration took) {
        return new ProbeResult(Verdict.NO_ANSWER, said, "", took);
    }

    public static ProbeResult notAsked(String why, Duration took) {
        return new ProbeResult(Verdict.NOT_ASKED, "could not be probed: " + why, "", took);
    }

    public boolean asked() {
        return verdict != Verdict.NOT_ASKED;
    }

    public boolean healthy() {
        return verdict == Verdict.HEALTHY;
    }

    public String reason() {
        return expected.isEmpty() ? said : said + ", expected " + expected;
    }
}

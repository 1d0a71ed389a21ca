package dev.fairlead.strategy.mutant;

import java.util.List;

/** {@code least_connections}, {@code p2c} and {@code peak_ewma}. */
final class LoadMutants {
    private static final String LEAST = "load/LeastConnectionsSelector.java";
    private static final String TWO = "load/TwoChoicesSelector.java";
    private static final String PEAK = "load/PeakEwmaSelector.java";
    private static final String TIME = "load/ResponseTime.java";

    private LoadMutants() {}

    static List<Mutant> all() {
        return List.of(
                Mutant.of("least_connections", Kind.BIAS, "all but the first of equals weigh one")
                        .in(LEAST)
                        .replacing("tiedWeight += candidate.weight();", "tiedWeight += 1;"),
                Mutant.of("least_connections", Kind.STARVATION, "the first of equals has it always")
                        .in(LEAST)
                        .replacing("random.nextLong(tiedWeight)", "0"),
                Mutant.of("least_connections", Kind.ALLOCATION, "the lot comes out of a stream")
                        .in(LEAST)
                        .replacing(
                                "random.nextLong(tiedWeight)",
                                "random.longs(1, 0, tiedWeight).findFirst().getAsLong()"),
                Mutant.of("least_connections", Kind.TRIED_IGNORED, "the least loaded has it, tried or not")
                        .in(LEAST)
                        .replacing("if (request.tried(candidate)) {", "if (candidate == null) {"),
                Mutant.of("p2c", Kind.BIAS, "of equals the second has it, which is no draw by weight")
                        .in(TWO)
                        .replacing("one.weight() < (long) one.inFlight()", "one.weight() <= (long) one.inFlight()"),
                Mutant.of("p2c", Kind.STARVATION, "the first endpoint is never drawn first")
                        .in(TWO)
                        .replacing(
                                "pool.endpoint(pair.one())",
                                "pool.endpoint(Math.max(pair.one(), Math.min(1, pool.size() - 1)))"),
                Mutant.of("p2c", Kind.ALLOCATION, "a sentence for an error that never comes")
                        .in(TWO)
                        .replacing(
                                "pool.endpoint(pair.one())",
                                "java.util.Objects.requireNonNull(pool.endpoint(pair.one()), \"none for \" + request)"),
                Mutant.of("p2c", Kind.TRIED_IGNORED, "the first of two may have been tried")
                        .in(TWO)
                        .replacing("if (request.tried(one)) {", "if (request.tried(one) && request.tried(two)) {"),
                Mutant.of("peak_ewma", Kind.BIAS, "noise makes a difference, to the second one's gain")
                        .in(PEAK)
                        .replacing("CLEARLY_LESS = 0.8;", "CLEARLY_LESS = 1.01;"),
                Mutant.of("peak_ewma", Kind.STARVATION, "no request explores whom all others avoid")
                        .foundBy("nobody-starves")
                        .in("load/PeakEwmaOptions.java")
                        .replacing("options.percent(\"explore\", 2, 2, 50)", "options.percent(\"explore\", 0, 0, 50)"),
                Mutant.of("peak_ewma", Kind.STARVATION, "the first endpoint is never drawn first")
                        .in(PEAK)
                        .replacing(
                                "pool.endpoint(pair.one())",
                                "pool.endpoint(Math.max(pair.one(), Math.min(1, pool.size() - 1)))"),
                Mutant.of("peak_ewma", Kind.ALLOCATION, "the better of two comes out of a stream")
                        .in(PEAK)
                        .replacing(
                                "cost(two, now) < CLEARLY_LESS * cost(one, now) ? two : one",
                                "java.util.stream.Stream.of(one, two)"
                                        + ".min(java.util.Comparator.comparingDouble(each -> cost(each, now))).get()"),
                Mutant.of("peak_ewma", Kind.ALLOCATION, "each outcome leaves a text")
                        .in(PEAK)
                        .replacing(
                                "times[endpoint.index()].observe(",
                                "times[Integer.parseInt(Integer.toString(endpoint.index()))].observe("),
                Mutant.of("peak_ewma", Kind.TRIED_IGNORED, "the first of two may have been tried")
                        .in(PEAK)
                        .replacing("if (request.tried(one)) {", "if (request.tried(one) && request.tried(two)) {"),
                Mutant.of("peak_ewma", Kind.TRIED_IGNORED, "a retry explores")
                        .in(PEAK)
                        .replacing(" && !request.tried(one)", ""),
                Mutant.of("peak_ewma", Kind.OVERFLOW, "times are compared and not subtracted")
                        .foundBy("clock-overflow")
                        .in(TIME)
                        .replacing("now - failed < decayNanos", "now < failed + decayNanos"),
                Mutant.of("peak_ewma", Kind.OVERFLOW, "ticks are subtracted as if they did not go round")
                        .foundBy("clock-overflow")
                        .in(TIME)
                        .replacing(
                                "(long) (ticks(now) - (int) (seen >>> 32))",
                                "((long) ticks(now) - (int) (seen >>> 32))"),
                Mutant.of("peak_ewma", Kind.OVERFLOW, "a failure at the least number is none")
                        .foundBy("clock-overflow")
                        .in(TIME)
                        .replacing("now == NOT_FAILING ? now + 1 : now", "now"));
    }

    static List<Exemption> exemptions() {
        String reason = "nothing is counted: the host counts the requests in flight";
        return List.of(
                new Exemption("least_connections", Kind.OVERFLOW, reason), new Exemption("p2c", Kind.OVERFLOW, reason));
    }
}

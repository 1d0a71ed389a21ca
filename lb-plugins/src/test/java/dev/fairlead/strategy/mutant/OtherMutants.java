package dev.fairlead.strategy.mutant;

import java.util.List;

/** {@code random} and {@code first}. */
final class OtherMutants {
    private static final String RANDOM = "random/RandomSelector.java";
    private static final String DRAW = "random/WeightedDraw.java";
    private static final String FIRST = "order/FirstSelector.java";

    private OtherMutants() {}

    static List<Mutant> all() {
        return List.of(
                Mutant.of("random", Kind.BIAS, "each column is half its endpoint's own")
                        .in(DRAW)
                        .replacing("(long) (height[poor] * COLUMN)", "COLUMN / 2"),
                Mutant.of("random", Kind.STARVATION, "the last column is never drawn")
                        .in(DRAW)
                        .replacing("(bits >>> 32) * own.length", "(bits >>> 32) * (own.length - 1)"),
                Mutant.of("random", Kind.ALLOCATION, "what was tried is filtered out of a stream")
                        .in(RANDOM)
                        .replacing(
                                "request.tried(endpoint) ? another(request) : endpoint",
                                "java.util.stream.Stream.of(endpoint, endpoint).filter(each -> !request.tried(each))"
                                        + ".findFirst().orElseGet(() -> another(request))"),
                Mutant.of("random", Kind.TRIED_IGNORED, "nobody asks what was tried")
                        .in(RANDOM)
                        .replacing("request.tried(endpoint) ? another(request) : endpoint", "endpoint"),
                Mutant.of("first", Kind.ALLOCATION, "the first untried one comes out of a stream")
                        .in(FIRST)
                        .replacing(
                                "Untried.from(0, pool, request)",
                                "java.util.stream.StreamSupport.stream(pool.spliterator(), false)"
                                        + ".filter(each -> !request.tried(each)).findFirst().orElse(pool.endpoint(0))"),
                Mutant.of("first", Kind.TRIED_IGNORED, "the first one has it, tried or not")
                        .in(FIRST)
                        .replacing("Untried.from(0, pool, request)", "pool.endpoint(0)"));
    }

    static List<Exemption> exemptions() {
        String promise = "promises no shares: all requests go to the first backend, on purpose";
        return List.of(
                new Exemption("random", Kind.OVERFLOW, "nothing is counted or remembered"),
                new Exemption("first", Kind.BIAS, promise),
                new Exemption("first", Kind.STARVATION, promise),
                new Exemption("first", Kind.OVERFLOW, "nothing is counted or remembered"));
    }
}

package dev.fairlead.strategy.mutant;

import java.util.List;

/** {@code round_robin} and {@code weighted_round_robin}. */
final class RotationMutants {
    private RotationMutants() {}

    static List<Mutant> all() {
        return List.of(
                Mutant.of("round_robin", Kind.BIAS, "weights count")
                        .in("rotation/RoundRobinProvider.java")
                        .replacing("ListedTurns.once(pool.size())", "new Weights(pool).turns()"),
                Mutant.of("round_robin", Kind.STARVATION, "the first one's turn is the second one's")
                        .in("rotation/ListedTurns.java")
                        .replacing("turns[i] = i;", "turns[i] = Math.max(i, 1) % endpoints;"),
                Mutant.of("round_robin", Kind.ALLOCATION, "the number of the turn goes through a text")
                        .in("rotation/Cursor.java")
                        .replacing(
                                "cells.getAndIncrement(LINE)",
                                "Long.parseLong(Long.toString(cells.getAndIncrement(LINE)))"),
                Mutant.of("round_robin", Kind.TRIED_IGNORED, "nobody asks what was tried")
                        .in("rotation/RotationSelector.java")
                        .replacing("request.tried(endpoint) ? another(request) : endpoint", "endpoint"),
                Mutant.of("round_robin", Kind.OVERFLOW, "negative numbers are turned round, one too far")
                        .in("rotation/RotationSelector.java")
                        .replacing(
                                "return Math.floorMod(number + offset, turns.length());",
                                "long sum = number + offset; return sum >= 0 ? sum % turns.length()"
                                        + " : turns.length() - (-sum % turns.length());"),
                Mutant.of("round_robin", Kind.OVERFLOW, "the absolute of the least number is negative")
                        .in("rotation/RotationSelector.java")
                        .replacing(
                                "Math.floorMod(number + offset, turns.length())",
                                "Math.abs(number + offset) % turns.length()"),
                Mutant.of("weighted_round_robin", Kind.BIAS, "weights do not count")
                        .in("rotation/WeightedRoundRobinProvider.java")
                        .replacing("new Weights(pool).turns()", "ListedTurns.once(pool.size())"),
                Mutant.of("weighted_round_robin", Kind.BIAS, "a turn costs half of what all have earned")
                        .in("rotation/ListedTurns.java")
                        .replacing("purse[richest] -= total;", "purse[richest] -= total / 2;"),
                Mutant.of("weighted_round_robin", Kind.STARVATION, "the last one earns nothing")
                        .in("rotation/ListedTurns.java")
                        .replacing("i < weights.length", "i < weights.length - 1"),
                Mutant.of("weighted_round_robin", Kind.ALLOCATION, "the turn is looked up in a copy")
                        .in("rotation/ListedTurns.java")
                        .replacing(
                                "return turns[(int) turn];",
                                "return java.util.Arrays.stream(turns).skip(turn).findFirst().getAsInt();"),
                Mutant.of("weighted_round_robin", Kind.TRIED_IGNORED, "after some draws any will do")
                        .in("rotation/RotationSelector.java")
                        .replacing("return Untried.from(endpoint.index(), pool, request);", "return endpoint;"),
                Mutant.of("weighted_round_robin", Kind.OVERFLOW, "the remainder of a negative number is negative")
                        .in("rotation/RotationSelector.java")
                        .replacing(
                                "Math.floorMod(number + offset, turns.length())", "(number + offset) % turns.length()"),
                Mutant.of("weighted_round_robin", Kind.OVERFLOW, "the cursor stays at the greatest number")
                        .in("rotation/Cursor.java")
                        .replacing(
                                "cells.getAndIncrement(LINE)",
                                "cells.getAndUpdate(LINE, number -> Math.max(number, number + 1))"));
    }
}

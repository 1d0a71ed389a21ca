package dev.fairlead.strategy.mutant;

/**
 * A built-in strategy with one mistake in its source.
 *
 * @param what the mistake, in words
 * @param check the check of the contract that must find it
 * @param file the source file, seen from {@code dev/fairlead/strategy}
 * @param original a piece of it that occurs once
 * @param replacement what stands there in the mutant
 */
record Mutant(String strategy, Kind kind, String what, String check, String file, String original, String replacement) {

    /** Starts to describe one: {@code Mutant.of("p2c", Kind.BIAS, "…").in("load/X.java").replacing("a", "b")}. */
    static Mistake of(String strategy, Kind kind, String what) {
        return new Mistake(strategy, kind, what, kind.check());
    }

    @Override
    public String toString() {
        return strategy + ", " + kind + ": " + what;
    }

    record Mistake(String strategy, Kind kind, String what, String check) {

        /** If it is not the check that its kind is for. */
        Mistake foundBy(String otherCheck) {
            return new Mistake(strategy, kind, what, otherCheck);
        }

        Place in(String file) {
            return new Place(this, file);
        }
    }

    record Place(Mistake mistake, String file) {
        Mutant replacing(String original, String replacement) {
            return new Mutant(mistake.strategy, mistake.kind, mistake.what, mistake.check, file, original, replacement);
        }
    }
}

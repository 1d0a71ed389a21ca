package dev.fairlead.server.config.document;

import dev.fairlead.server.config.ConfigProblem;
import dev.fairlead.server.config.document.Node.Where;
import dev.fairlead.server.config.document.Room.TooMuch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The keys set in a document and its includes, and its substitutions. The library replaces all substitutions at once,
 * and 27 lines can expand to a gigabyte, so the size of the result is estimated first. The estimate may be too large,
 * as when a later value replaces an earlier one, but never too small.
 */
final class Substitutions {

    /** What refers to what refers to what: the library follows by recursion. */
    private static final int LONGEST_CHAIN = 32;

    /** A value that is made of its former self again and again, as by {@code +=}, likewise. */
    private static final int MOST_SELVES = 100;

    private static final int MOST_SELVES_IN_ALL = 500;

    private static final String TOO_FAR =
            "is in a chain of references, more than " + LONGEST_CHAIN + " long, expected shorter chains";
    private static final String TOO_OFTEN = "extends itself more than " + MOST_SELVES
            + " times, or too many do, expected a list or a text in one place";

    private static final long FULL = Long.MAX_VALUE / 4;

    private final Level root = new Level();
    private final List<Reference> references = new ArrayList<>();
    private long written;
    private int tokens;
    private int chain;
    private int selvesInAll;
    private long merging;
    private boolean unclear;

    /** Where something stands in a text; the line is counted when somebody wants to know it. */
    record Position(String name, String text, int at) {
        Where where() {
            return new Where(
                    name,
                    1
                            + (int) text.substring(0, at)
                                    .chars()
                                    .filter(c -> c == '\n')
                                    .count());
        }
    }

    /** @param text as it stands between the braces */
    record Reference(String text, List<String> path, List<String> in, Position place) {
        boolean isWithin(List<String> other) {
            return path.size() >= other.size() && path.subList(0, other.size()).equals(other);
        }

        ConfigProblem problem(String sentence) {
            Where where = place.where();
            return new ConfigProblem(where.source(), where.line(), String.join(".", in), "${" + text + "} " + sentence);
        }
    }

    /** One statement: a key and its value. */
    final class Assignment {
        private final List<String> path;
        private final Position place;
        private final List<Reference> refers = new ArrayList<>();
        private long literal;
        private int selves;

        private Assignment(List<String> path, Position place) {
            this.path = List.copyOf(path);
            this.place = place;
        }

        List<String> path() {
            return path;
        }

        void grow(int characters) {
            literal += characters;
        }

        /** By {@code +=}. */
        void append() {
            selves++;
        }

        void refer(String text, List<String> to, Position from) {
            Reference reference = new Reference(text, to, path, from);
            refers.add(reference);
            references.add(reference);
        }
    }

    /** All that is set under one name. */
    private static final class Level {
        private final Map<String, Level> inner = new LinkedHashMap<>();
        private final List<Assignment> own = new ArrayList<>();
        private long within;
        private @Nullable Sum ownSum;
        private @Nullable Sum sum;
        private boolean inWork;
    }

    /** @param chain how many references follow each other within it */
    private record Sum(long characters, int chain) {
        static final Sum NOTHING = new Sum(0, 0);

        Sum and(Sum other) {
            return new Sum(Math.min(FULL, characters + other.characters), Math.max(chain, other.chain));
        }

        Sum times(int count) {
            return new Sum(characters > FULL / Math.max(1, count) ? FULL : characters * count, chain);
        }

        Sum oneFurther() {
            return new Sum(characters, chain + 1);
        }
    }

    void written(int characters) {
        written += characters;
    }

    /** @return how many there are by now */
    int token() {
        return ++tokens;
    }

    /** Something was not understood; the library will say what is wrong with it, or there is nothing to be sure of. */
    void unclear() {
        unclear = true;
    }

    /**
     * The library merges what is set twice, the blocks on the way to a dotted key too, by making a new block each time.
     *
     * @param prefix how much of the path is the block in which the key stands
     * @throws TooMuch if it would have too much to do with that
     */
    Assignment assign(List<String> path, int prefix, Position place) {
        Assignment assignment = new Assignment(path, place);
        Level level = root;
        long made = 0;
        for (int i = 0; i < path.size(); i++) {
            level.within++;
            int before = level.inner.size();
            level = level.inner.computeIfAbsent(path.get(i), absent -> new Level());
            made += i > prefix ? before : 0;
        }
        merging += made + (level.own.isEmpty() ? 0 : level.within);
        refuse(merging > Room.MOST_MERGING, place, Room.MERGES_TOO_MUCH);
        level.own.add(assignment);
        return assignment;
    }

    /**
     * To be called when the library has parsed the same texts, and before it replaces anything.
     *
     * @param outside how long what a document does not set itself would be
     * @throws TooMuch if it must not
     */
    void refuseGrowth(Room room, ToLongFunction<String> outside) {
        if (references.isEmpty()) {
            return;
        }
        Position first = references.get(0).place();
        if (unclear) {
            throw new TooMuch(
                    first.where(), "is in a document whose structure is unclear, expected plain keys and values");
        }
        if (!room.hasGrowth(sum(root, first, outside).characters() - written)) {
            throw new TooMuch(first.where(), room.tooMuchGrowth());
        }
    }

    /** Those that the document does not set itself. */
    List<Reference> fromOutside() {
        return references.stream().filter(reference -> !isSet(reference.path())).toList();
    }

    /** Itself or something within it; or something around it whose value is made of others, in which it may be. */
    private boolean isSet(List<String> path) {
        Level level = root;
        for (String name : path) {
            if (level.own.stream().anyMatch(assignment -> !assignment.refers.isEmpty())) {
                return true;
            }
            level = level.inner.get(name);
            if (level == null) {
                return false;
            }
        }
        return true;
    }

    private Sum sum(Level level, Position asking, ToLongFunction<String> outside) {
        Sum sum = level.sum;
        if (sum == null) {
            sum = own(level, asking, outside);
            for (Level inner : level.inner.values()) {
                sum = sum.and(sum(inner, asking, outside));
            }
            level.sum = sum;
        }
        return sum;
    }

    /** One statement after the other: each replaces, extends or repeats what the ones before it have made. */
    private Sum own(Level level, Position asking, ToLongFunction<String> outside) {
        Sum known = level.ownSum;
        if (known != null) {
            return known;
        }
        refuse(level.inWork, asking, "refers back to itself, expected no cycle of substitutions");
        refuse(++chain > LONGEST_CHAIN, asking, TOO_FAR);
        level.inWork = true;
        Sum soFar = Sum.NOTHING;
        int repeats = 0;
        for (Assignment assignment : level.own) {
            Sum fresh = new Sum(assignment.literal, 0);
            int selves = assignment.selves;
            for (Reference reference : assignment.refers) {
                selves += reference.isWithin(assignment.path) ? 1 : 0;
                fresh = fresh.and(target(reference, outside));
            }
            soFar = fresh.and(selves == 0 ? soFar : soFar.times(selves));
            repeats += selves == 0 ? 0 : 1;
            selvesInAll += selves == 0 ? 0 : 1;
            refuse(repeats > MOST_SELVES || selvesInAll > MOST_SELVES_IN_ALL, assignment.place, TOO_OFTEN);
            refuse(soFar.chain() > LONGEST_CHAIN, assignment.place, TOO_FAR);
        }
        level.inWork = false;
        level.ownSum = soFar;
        chain--;
        return soFar;
    }

    private static void refuse(boolean refused, Position place, String sentence) {
        if (refused) {
            throw new TooMuch(place.where(), sentence);
        }
    }

    /** All of it, and what lies around it in case it comes from there; not what it is itself a part of by then. */
    private Sum target(Reference reference, ToLongFunction<String> outside) {
        boolean isSelf = reference.path().equals(reference.in());
        Sum sum = Sum.NOTHING;
        Level level = root;
        for (int i = 0; i < reference.path().size(); i++) {
            if (i != reference.in().size() || !reference.isWithin(reference.in())) {
                sum = sum.and(own(level, reference.place(), outside));
            }
            Level next = level.inner.get(reference.path().get(i));
            if (next == null) {
                return sum.and(new Sum(outside.applyAsLong(reference.text()), 1));
            }
            level = next;
        }
        return isSelf
                ? Sum.NOTHING
                : sum.and(sum(level, reference.place(), outside)).oneFurther();
    }
}

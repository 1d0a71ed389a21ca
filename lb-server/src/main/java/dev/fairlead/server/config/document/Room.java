package dev.fairlead.server.config.document;

import dev.fairlead.server.config.document.Node.Where;

/**
 * Limits on documents. Callers with the role read can send documents too, and the parsing libraries use memory per
 * token and stack per level, so documents that are too large are refused before the libraries see them.
 */
final class Room {

    /** Blocks and lists within each other, and names in a key; ours are six deep. */
    static final int DEEPEST = 32;

    static final String TOO_DEEP = "is nested too deeply, expected at most " + DEEPEST + " levels";

    /** Keys that are copied because a block is set again and again, which is the square of their number. */
    static final long MOST_MERGING = 10_000_000;

    static final String MERGES_TOO_MUCH = "sets the same blocks too often, expected each block in one place";

    static final String TOO_MANY = "is one of more than " + Node.MOST + " values, expected fewer";

    private static final int MOST_TOKENS = 1_000_000;

    /** What a token costs while a document is parsed, measured with either library, and a bit. */
    private static final int BYTES_PER_TOKEN = 250;

    private static final long SHARE_OF_HEAP = 8;

    private final int tokens;
    private final long growth;

    Room(long heap) {
        long bytes = heap / SHARE_OF_HEAP;
        this.tokens = (int) Math.min(MOST_TOKENS, bytes / BYTES_PER_TOKEN);
        this.growth = Math.min(SourceFiles.MAX_BYTES, bytes);
    }

    static Room ofThisProcess() {
        return new Room(Runtime.getRuntime().maxMemory());
    }

    boolean hasTokens(int count) {
        return count <= tokens;
    }

    String tooManyTokens() {
        return "has more than " + tokens + " tokens, expected a document that fits into the memory of this server";
    }

    /** @param characters that a document has more when each substitution is replaced by what it stands for */
    boolean hasGrowth(long characters) {
        return characters <= growth;
    }

    String tooMuchGrowth() {
        return "its substitutions expand too far, expected at most " + (growth >> 10) + " KiB after expansion";
    }

    /** A document exceeded a limit. */
    static final class TooMuch extends RuntimeException {
        private final transient Where where;

        TooMuch(Where where, String sentence) {
            super(sentence);
            this.where = where;
        }

        Where where() {
            return where;
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }
}

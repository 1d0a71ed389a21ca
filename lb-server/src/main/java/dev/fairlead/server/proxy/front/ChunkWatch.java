package dev.fairlead.server.proxy.front;

import io.undertow.server.Connectors;
import java.nio.ByteBuffer;

/**
 * Checks the framing of one chunked body strictly. Undertow's own reader accepts a bare line feed, junk after a chunk,
 * and letters as a size of zero. A proxy in front of us may read these differently, and then the two disagree about
 * where the next request begins.
 */
final class ChunkWatch {

    private static final int SIZE_DIGITS = 15;

    /** Of extensions and trailers together, which nobody else limits. */
    private static final int ASIDE_LIMIT = 16 * 1024;

    private enum State {
        SIZE,
        BLANK,
        EXTENSION,
        SIZE_END,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER_START,
        TRAILER_NAME,
        TRAILER_VALUE,
        TRAILER_END,
        END,
        DONE,
        BROKEN
    }

    private final boolean refusesUnderscores;
    private State state = State.SIZE;
    private long size;
    private int digits;
    private int aside;

    /** @param refusesUnderscores in the names behind the body, as in its head */
    ChunkWatch(boolean refusesUnderscores) {
        this.refusesUnderscores = refusesUnderscores;
    }

    /** False once the bytes cannot be a body; what follows its end is not looked at. */
    boolean follow(ByteBuffer buffer, int from, int to) {
        int at = from;
        while (at < to && state != State.DONE && state != State.BROKEN) {
            if (state == State.DATA) {
                long skipped = Math.min(size, to - at);
                size -= skipped;
                at += (int) skipped;
                if (size == 0) {
                    state = State.DATA_CR;
                }
            } else {
                state = after(buffer.get(at));
                at++;
            }
        }
        return state != State.BROKEN;
    }

    private State after(byte b) {
        return switch (state) {
            case SIZE -> size(b);
            case BLANK -> behindSize(b);
            case EXTENSION -> b == '\r' ? State.SIZE_END : aside(isText(b), State.EXTENSION);
            case SIZE_END -> b == '\n' ? sized() : State.BROKEN;
            case DATA_CR -> b == '\r' ? State.DATA_LF : State.BROKEN;
            case DATA_LF -> b == '\n' ? nextChunk() : State.BROKEN;
            case TRAILER_START -> b == '\r' ? State.END : aside(isName(b), State.TRAILER_NAME);
            case TRAILER_NAME -> b == ':' ? State.TRAILER_VALUE : aside(isName(b), State.TRAILER_NAME);
            case TRAILER_VALUE -> b == '\r' ? State.TRAILER_END : aside(isText(b), State.TRAILER_VALUE);
            case TRAILER_END -> b == '\n' ? State.TRAILER_START : State.BROKEN;
            case END -> b == '\n' ? State.DONE : State.BROKEN;
            case DATA, DONE, BROKEN -> throw new IllegalStateException(state + " takes no single byte");
        };
    }

    private State size(byte b) {
        int digit = Character.digit(b, 16);
        if (digit >= 0 && digits < SIZE_DIGITS) {
            size = size << 4 | digit;
            digits++;
            return State.SIZE;
        }
        if (digits == 0 || digit >= 0) {
            return State.BROKEN;
        }
        return behindSize(b);
    }

    /** Blanks may stand before an extension, and some senders pad their sizes with them; anything else is junk. */
    private State behindSize(byte b) {
        return switch (b) {
            case '\r' -> State.SIZE_END;
            case ';' -> State.EXTENSION;
            case ' ', '\t' -> aside(true, State.BLANK);
            default -> State.BROKEN;
        };
    }

    private State sized() {
        return size == 0 ? State.TRAILER_START : State.DATA;
    }

    private State nextChunk() {
        digits = 0;
        return State.SIZE;
    }

    private State aside(boolean valid, State next) {
        aside++;
        return valid && aside <= ASIDE_LIMIT ? next : State.BROKEN;
    }

    private boolean isName(byte b) {
        return Connectors.isValidTokenCharacter(b) && !(b == '_' && refusesUnderscores);
    }

    private static boolean isText(byte b) {
        return b < 0 || b == '\t' || (b >= ' ' && b != 0x7f);
    }
}

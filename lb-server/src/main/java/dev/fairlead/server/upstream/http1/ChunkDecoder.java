package dev.fairlead.server.upstream.http1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes the chunks of a body, wherever the input is split. Extensions are limited and dropped, and so are trailers
 * that concern framing.
 */
public final class ChunkDecoder {

    private static final int MAX_SIZE_DIGITS = 15;
    private static final int MAX_EXTENSION = 1024;
    static final int MAX_TRAILERS = 8 * 1024;

    private enum State {
        SIZE,
        BLANK,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILERS,
        DONE
    }

    private State state = State.SIZE;
    private long left;
    private int digits;
    private int extension;
    private int trailerBytes;

    /** How far the trailer line that is not whole yet has been searched. */
    private int scanned;

    private final List<Trailer> trailers = new ArrayList<>(0);

    public boolean done() {
        return state == State.DONE;
    }

    public List<Trailer> trailers() {
        return List.copyOf(trailers);
    }

    /** The bytes of the current chunk that are still to come; they may be read past the input if it is empty. */
    public long left() {
        return state == State.DATA ? left : 0;
    }

    public void readPast(long count) {
        left -= count;
        if (left == 0) {
            state = State.DATA_CR;
        }
    }

    /** Follows what lies there without taking it, for who wants to know before the first byte is given away that it is junk. */
    public static void check(InputBuffer input) throws MalformedResponse {
        int start = input.start;
        int end = input.end;
        ChunkDecoder decoder = new ChunkDecoder();
        try {
            decoder.follow(input);
        } finally {
            input.start = start;
            input.end = end;
        }
    }

    private void follow(InputBuffer input) throws MalformedResponse {
        boolean more = true;
        while (more && state != State.DONE && input.available() > 0) {
            if (state == State.DATA) {
                int count = (int) Math.min(left, input.available());
                input.skip(count);
                readPast(count);
            } else if (state == State.TRAILERS) {
                more = trailerLine(input);
            } else {
                step(input);
            }
        }
    }

    /** Moves what is there to the target, up to its room or the end of the body. */
    public int decode(InputBuffer input, ByteBuffer target) throws MalformedResponse {
        int moved = 0;
        while (state != State.DONE && input.available() > 0) {
            if (state == State.DATA) {
                int count = input.drainTo(target, left);
                if (count == 0) {
                    return moved;
                }
                moved += count;
                readPast(count);
            } else if (state == State.TRAILERS) {
                if (!trailerLine(input)) {
                    return moved;
                }
            } else {
                step(input);
            }
        }
        return moved;
    }

    private void step(InputBuffer input) throws MalformedResponse {
        byte octet = input.bytes[input.start];
        input.skip(1);
        switch (state) {
            case SIZE -> size(octet);
            case BLANK -> behindSize(octet);
            case EXTENSION -> extension(octet);
            case SIZE_LF -> {
                expect(octet, '\n');
                digits = 0;
                extension = 0;
                state = left == 0 ? State.TRAILERS : State.DATA;
            }
            case DATA_CR -> {
                expect(octet, '\r');
                state = State.DATA_LF;
            }
            case DATA_LF -> {
                expect(octet, '\n');
                state = State.SIZE;
            }
            default -> throw new IllegalStateException(state.toString());
        }
    }

    private void size(byte octet) throws MalformedResponse {
        int digit = Character.digit(octet, 16);
        if (digit >= 0) {
            if (++digits > MAX_SIZE_DIGITS) {
                throw new MalformedResponse("a chunk size of more than " + MAX_SIZE_DIGITS + " digits");
            }
            left = left << 4 | digit;
        } else if (digits > 0) {
            behindSize(octet);
        } else {
            throw junk(octet);
        }
    }

    /** Blanks may stand before an extension, and some servers pad their sizes with them; anything else is junk. */
    private void behindSize(byte octet) throws MalformedResponse {
        if (octet == '\r') {
            state = State.SIZE_LF;
        } else if (octet == ';') {
            state = State.EXTENSION;
        } else if ((octet == ' ' || octet == '\t') && ++extension <= MAX_EXTENSION) {
            state = State.BLANK;
        } else {
            throw junk(octet);
        }
    }

    private static MalformedResponse junk(byte octet) {
        return new MalformedResponse("character " + (octet & 0xff) + " in a chunk size");
    }

    private void extension(byte octet) throws MalformedResponse {
        if (octet == '\r') {
            state = State.SIZE_LF;
        } else if (!FieldLine.value(octet) || ++extension > MAX_EXTENSION) {
            throw new MalformedResponse(
                    "a control character in a chunk extension, or more than " + MAX_EXTENSION + " bytes of them");
        }
    }

    /** Consumes one line; false if it is not whole yet. */
    private boolean trailerLine(InputBuffer input) throws MalformedResponse {
        byte[] bytes = input.bytes;
        int from = input.start;
        int at = from + scanned;
        while (at < input.end && bytes[at] != '\n') {
            at++;
        }
        if (at - from + trailerBytes > MAX_TRAILERS) {
            throw new MalformedResponse("trailers of more than " + MAX_TRAILERS + " bytes");
        }
        if (at == input.end) {
            scanned = at - from;
            return false;
        }
        int to = at - 1;
        if (to < from || bytes[to] != '\r') {
            throw new MalformedResponse("a trailer line that does not end in CR LF");
        }
        if (to == from) {
            state = State.DONE;
        } else {
            trailer(bytes, from, to);
        }
        scanned = 0;
        trailerBytes += at + 1 - from;
        input.skip(at + 1 - from);
        return true;
    }

    private void trailer(byte[] bytes, int from, int to) throws MalformedResponse {
        FieldIndex fields = new FieldIndex();
        FieldLine.parse(bytes, 0, from, to, fields);
        String name = new String(bytes, fields.nameAt(0), fields.nameLength(0), StandardCharsets.ISO_8859_1);
        if (!name.equalsIgnoreCase("content-length") && !name.equalsIgnoreCase("transfer-encoding")) {
            trailers.add(new Trailer(
                    name, new String(bytes, fields.valueAt(0), fields.valueLength(0), StandardCharsets.ISO_8859_1)));
        }
    }

    private static void expect(byte octet, char expected) throws MalformedResponse {
        if (octet != expected) {
            throw new MalformedResponse("a chunk that does not end in CR LF");
        }
    }
}

package dev.fairlead.server.state.store;

import dev.fairlead.server.state.store.format.ByteReader;
import dev.fairlead.server.state.store.format.UnreadableBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal file frame by frame. A broken frame at the very end was being written when the process or the machine
 * stopped: it was never acknowledged, and is ignored. A broken frame before a valid one had been stored, and it is not
 * our decision to drop it.
 */
final class FrameReader {
    private final String path;
    private final byte[] bytes;
    private final int format;
    private final long file;
    private int place = Frames.HEAD;

    FrameReader(String path, byte[] bytes) throws StoreException {
        this.path = path;
        this.bytes = bytes;
        ByteBuffer head = ByteBuffer.wrap(bytes);
        boolean ours = bytes.length >= Frames.HEAD
                && Arrays.equals(bytes, 0, Frames.LETTERS.length, Frames.LETTERS, 0, Frames.LETTERS.length);
        if (!ours || head.getInt(Frames.HEAD - 4) != Frames.headChecksum(head)) {
            throw damaged(0, "does not begin as a journal does");
        }
        format = head.getInt(Frames.LETTERS.length);
        if (format > Frames.FORMAT) {
            throw new StoreException(
                    path + " is in format " + format + ", written by a newer Fairlead, and this one reads "
                            + "formats up to " + Frames.FORMAT
                            + "; start the newer one, or this one with --fresh, which sets the "
                            + "file aside and starts without the run-time changes");
        }
        this.file = head.getLong(Frames.LETTERS.length + 4);
    }

    /** The content of the next frame; null after the last valid one. */
    @Nullable
    ByteReader next() throws StoreException {
        int start = place + Frames.FRAME_HEAD;
        int length = contentAt(place);
        if (length < 0) {
            requireNothingBehind();
            return null;
        }
        place = start + length;
        return new ByteReader(bytes, start, place);
    }

    int format() {
        return format;
    }

    /** The number of bytes at the end that are not a valid frame. */
    int torn() {
        return bytes.length - place;
    }

    /** Where the next frame begins. */
    int place() {
        return place;
    }

    StoreException damaged(int at, String how) {
        return unreadable(" is damaged: at byte " + at + " it " + how, null);
    }

    /** The bytes are intact, but this version cannot use them. */
    StoreException unreadable(UnreadableBytes cause) {
        return unreadable(" cannot be used: it " + cause.getMessage(), cause);
    }

    private StoreException unreadable(String predicate, @Nullable Throwable cause) {
        return new StoreException(
                path + predicate
                        + "; put a copy of the folder in its place, or start with --fresh, which sets the file "
                        + "aside and starts without the run-time changes",
                cause);
    }

    private void requireNothingBehind() throws StoreException {
        for (int later = place + 1; later <= bytes.length - Frames.FRAME_HEAD; later++) {
            if (contentAt(later) >= 0) {
                throw damaged(place, "is broken, and what was stored later, at byte " + later + ", is not");
            }
        }
    }

    /** The length of the content of the frame that begins here; -1 if none does. */
    private int contentAt(int at) {
        int room = bytes.length - at - Frames.FRAME_HEAD;
        if (room < 0) {
            return -1;
        }
        ByteBuffer head = ByteBuffer.wrap(bytes, at, Frames.FRAME_HEAD);
        if (head.getInt() != Frames.MARK) {
            return -1;
        }
        int length = head.getInt();
        boolean whole = length >= 0
                && length <= room
                && head.getInt() == Frames.checksum(file, at, ByteBuffer.wrap(bytes, at + Frames.FRAME_HEAD, length));
        return whole ? length : -1;
    }
}

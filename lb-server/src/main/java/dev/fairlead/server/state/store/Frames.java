package dev.fairlead.server.state.store;

import dev.fairlead.server.state.store.format.Forms;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The layout of a journal file. It begins with a head: eight letters, the format number, the file number, and a
 * checksum. Frames follow; each has a marker, the length and the checksum of its content, and the content. A checksum
 * also covers the file number and the frame's position, so that leftovers of an older file on the same disk blocks, or
 * a frame quoted inside another one, are not taken for frames.
 */
final class Frames {
    static final int FORMAT = Forms.LATEST;
    static final int HEAD = 24;
    static final int FRAME_HEAD = 12;

    static final byte[] LETTERS = "FAIRLEAD".getBytes(StandardCharsets.US_ASCII);
    static final int MARK = 0x464c4a31;

    private Frames() {}

    static ByteBuffer head(long file) {
        ByteBuffer head = ByteBuffer.allocate(HEAD).put(LETTERS).putInt(FORMAT).putLong(file);
        return head.putInt(headChecksum(head)).flip();
    }

    static int headChecksum(ByteBuffer head) {
        CRC32C crc = new CRC32C();
        crc.update(head.duplicate().position(0).limit(HEAD - 4));
        return (int) crc.getValue();
    }

    static ByteBuffer frame(long file, long place, byte[] content) {
        return ByteBuffer.allocate(FRAME_HEAD + content.length)
                .putInt(MARK)
                .putInt(content.length)
                .putInt(checksum(file, place, ByteBuffer.wrap(content)))
                .put(content)
                .flip();
    }

    static int checksum(long file, long place, ByteBuffer content) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(20)
                .putLong(file)
                .putLong(place)
                .putInt(content.remaining())
                .flip());
        crc.update(content);
        return (int) crc.getValue();
    }
}

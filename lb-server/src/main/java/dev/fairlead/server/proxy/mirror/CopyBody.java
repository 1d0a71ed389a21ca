package dev.fairlead.server.proxy.mirror;

import dev.fairlead.server.upstream.http1.BodyFraming;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The body of a request as it came, in blocks, so that none is large and none is copied again. */
final class CopyBody {

    private static final int BLOCK = 16 * 1024;

    private final int blockSize;
    private final List<byte[]> blocks = new ArrayList<>(1);
    private int size;

    CopyBody(BodyFraming framing) {
        blockSize = framing.kind() == BodyFraming.Kind.LENGTH ? (int) Math.min(BLOCK, framing.length()) : BLOCK;
    }

    int size() {
        return size;
    }

    /** How many bytes of memory it takes to add so many. */
    int room(int count) {
        int free = blocks.size() * blockSize - size;
        return count <= free ? 0 : (count - free + blockSize - 1) / blockSize * blockSize;
    }

    /** @param read has the bytes right before its position */
    void add(ByteBuffer read, int count) {
        int from = read.position() - count;
        while (from < read.position()) {
            int at = size % blockSize;
            if (size == blocks.size() * blockSize) {
                blocks.add(new byte[blockSize]);
            }
            int part = Math.min(blockSize - at, read.position() - from);
            read.get(from, blocks.get(blocks.size() - 1), at, part);
            from += part;
            size += part;
        }
    }

    /** To be written once. */
    List<ByteBuffer> buffers() {
        List<ByteBuffer> buffers = new ArrayList<>(blocks.size());
        for (int i = 0; i < blocks.size(); i++) {
            buffers.add(ByteBuffer.wrap(blocks.get(i), 0, Math.min(blockSize, size - i * blockSize)));
        }
        return buffers;
    }
}

package dev.fairlead.server.upstream.tls;

import java.nio.ByteBuffer;

/** Lends buffers to the connections of one IO thread, on that thread. */
public interface TlsBuffers {

    /** With room for the largest record. */
    ByteBuffer lendBlock();

    void giveBackBlock(ByteBuffer buffer);
}

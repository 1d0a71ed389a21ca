package dev.fairlead.server.upstream.http1;

/** Gets one header field after the other, as bytes that are valid only during the call. */
public interface HeaderVisitor {

    void header(byte[] bytes, int nameOffset, int nameLength, int valueOffset, int valueLength);
}

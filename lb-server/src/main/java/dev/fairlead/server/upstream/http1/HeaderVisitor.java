package dev.fairlead.server.upstream.http1;

/** Is shown one header field after the other, as bytes that are valid during the call only. */
public interface HeaderVisitor {

    void header(byte[] bytes, int nameOffset, int nameLength, int valueOffset, int valueLength);
}

package dev.fairlead.server.upstream.http1;

/** A field after a chunked body. */
public record Trailer(String name, String value) {}

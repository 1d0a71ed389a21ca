package dev.fairlead.server.upstream.http1;

/** A field behind a chunked body. */
public record Trailer(String name, String value) {}

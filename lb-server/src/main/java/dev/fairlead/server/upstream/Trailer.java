package dev.fairlead.server.upstream;

/** A field behind a chunked body. */
public record Trailer(String name, String value) {}

package dev.fairlead.server.routing;

/** A cookie by which the next request of a client finds its pool of a split. */
public record KeptKey(String cookie, String value) {}

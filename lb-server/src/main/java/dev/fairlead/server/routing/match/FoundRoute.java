package dev.fairlead.server.routing.match;

/** Where a request leads: to a {@link CompiledRoute}, or {@link NoRoute nowhere} for a reason. */
public sealed interface FoundRoute permits CompiledRoute, NoRoute {}

package dev.fairlead.server.control.receive;

import org.jspecify.annotations.Nullable;

/** @param request null if what was sent is none */
public record Received<Q>(@Nullable Q request) {}

package dev.fairlead.server.control.receive;

import org.jspecify.annotations.Nullable;

/** @param request null if what was sent is none */
public record ReceivedRequest<Q>(@Nullable Q request) {}

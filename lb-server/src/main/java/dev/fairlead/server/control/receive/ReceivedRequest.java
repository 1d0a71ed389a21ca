package dev.fairlead.server.control.receive;

import org.jspecify.annotations.Nullable;

/** @param request null if the bytes were not a valid request */
public record ReceivedRequest<Q>(@Nullable Q request) {}

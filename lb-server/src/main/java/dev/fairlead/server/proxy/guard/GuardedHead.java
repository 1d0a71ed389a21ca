package dev.fairlead.server.proxy.guard;

import org.jspecify.annotations.Nullable;

/**
 * What the guard knows about a head that it lets pass.
 *
 * @param path byte for byte as sent, without the query, and without scheme and authority if they were sent
 * @param query byte for byte as sent, without the question mark; null if there is none
 * @param upgrade whether it requests a WebSocket
 * @param continueExpected whether the client waits for a 100 before it sends its body
 */
public record GuardedHead(String path, @Nullable String query, boolean upgrade, boolean continueExpected) {}

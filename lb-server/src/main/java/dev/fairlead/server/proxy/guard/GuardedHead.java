package dev.fairlead.server.proxy.guard;

/**
 * What the guard found out about a head that it lets pass.
 *
 * @param path without the query, and without scheme and authority if they were sent
 * @param emptyQuery whether the target ends in a question mark
 * @param upgrade whether a WebSocket is asked for
 * @param continueExpected whether the client waits for a 100 before it sends its body
 */
public record GuardedHead(String path, boolean emptyQuery, boolean upgrade, boolean continueExpected) {}

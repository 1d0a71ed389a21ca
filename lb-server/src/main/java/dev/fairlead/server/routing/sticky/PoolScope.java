package dev.fairlead.server.routing.sticky;

import java.nio.charset.StandardCharsets;

/**
 * The pool that a session value is for.
 *
 * @param bytes what its signature begins with
 */
record PoolScope(String name, byte[] bytes) {

    static PoolScope of(String name) {
        return new PoolScope(name, (name + "\0").getBytes(StandardCharsets.UTF_8));
    }
}

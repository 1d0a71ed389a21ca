package dev.fairlead.server.routing.sticky;

/**
 * What a session value says.
 *
 * @param pool that it is for
 * @param backend the id; empty if the backend is no longer declared
 * @param expiry in seconds since 1970; 0 for none
 * @param byOldSecret whether a secret signed it that only verifies by now
 */
public record SessionDetails(String pool, String backend, long expiry, boolean byOldSecret) {}

package dev.fairlead.server.limit;

/**
 * How a request stands with one limit, asked without taking anything.
 *
 * @param key as {@link HeldBack#key}
 * @param remaining requests of that key that are let in now
 * @param waitSeconds until one is; 0 if it is now
 */
public record LimitStanding(String limit, String key, long remaining, long waitSeconds, boolean dryRun) {}

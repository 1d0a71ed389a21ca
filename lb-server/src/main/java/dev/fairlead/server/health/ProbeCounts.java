package dev.fairlead.server.health;

/** How many probes of a backend found it healthy, and how many did not. */
public record ProbeCounts(long passed, long failed) {}

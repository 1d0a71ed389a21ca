package dev.fairlead.server.health;

import java.time.Instant;

/** One transition of one backend. */
public record HealthEvent(Instant at, HealthState from, HealthState to, String cause) {}

package dev.fairlead.server.health;

import java.time.Instant;

/**
 * The health of a backend.
 *
 * @param reason a clause such as {@code GET /health answered 404, expected 200-299}
 * @param since when it got into this state
 */
public record HealthReport(HealthState state, String reason, Instant since) {}

package dev.fairlead.server.backend;

import java.time.Duration;
import java.time.Instant;

/**
 * The result of a backend's last probe.
 *
 * @param detail a sentence such as {@code GET /health answered 404, expected 200-299}
 */
public record ProbeReport(Instant at, Duration took, boolean healthy, String detail) {}

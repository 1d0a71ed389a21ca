package dev.fairlead.server.control.drain;

import dev.fairlead.control.v1.ChangeOutcome;
import dev.fairlead.server.backend.RunningBackend;

/**
 * An accepted and published drain.
 *
 * @param backend the running backend when the drain was requested
 * @param revision the current one
 */
public record StartedDrain(RunningBackend backend, long revision, ChangeOutcome outcome) {}

package dev.fairlead.server.control.drain;

import dev.fairlead.control.v1.ChangeOutcome;
import dev.fairlead.server.backend.RunningBackend;

/**
 * A drain that is accepted and published.
 *
 * @param backend the one that ran for the declaration when the drain was asked for
 * @param revision the current one
 */
public record StartedDrain(RunningBackend backend, long revision, ChangeOutcome outcome) {}

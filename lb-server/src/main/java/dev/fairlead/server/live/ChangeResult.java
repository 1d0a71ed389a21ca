package dev.fairlead.server.live;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.forecast.Forecast;
import dev.fairlead.server.state.StateChange;
import java.util.List;

/**
 * The result of a change that was not refused.
 *
 * @param revision the one that contains it; for a dry run, the one that it was tried on
 * @param changed whether it made that revision; false if nothing had to change
 * @param states the desired state that it was made of, and what it makes of it
 * @param refusals for a dry run: why it would be refused, one sentence each
 * @param forecasts for a dry run: how requests would spread, for each affected pool
 * @param repeated whether this repeats an earlier request: all side effects of the change happened then
 * @param removed the backends that get no new requests since it was published; empty for a repeat
 */
public record ChangeResult(
        long revision,
        boolean changed,
        boolean dryRun,
        StateChange states,
        List<String> refusals,
        List<Forecast> forecasts,
        boolean repeated,
        List<RunningBackend> removed) {

    public ChangeResult {
        refusals = List.copyOf(refusals);
        forecasts = List.copyOf(forecasts);
        removed = List.copyOf(removed);
    }

    static ChangeResult made(long revision, boolean changed, StateChange states) {
        return new ChangeResult(revision, changed, false, states, List.of(), List.of(), false, List.of());
    }

    /** The same for who asks again. */
    static ChangeResult again(long revision, boolean changed, StateChange states) {
        return new ChangeResult(revision, changed, false, states, List.of(), List.of(), true, List.of());
    }

    static ChangeResult tried(long revision, StateChange states, List<String> refusals) {
        return new ChangeResult(revision, false, true, states, refusals, List.of(), false, List.of());
    }

    ChangeResult with(List<Forecast> foretold) {
        return new ChangeResult(revision, changed, dryRun, states, refusals, foretold, repeated, removed);
    }

    ChangeResult published(List<RunningBackend> gone) {
        return new ChangeResult(revision, changed, dryRun, states, refusals, forecasts, repeated, gone);
    }

    public DesiredState before() {
        return states.before();
    }

    public DesiredState after() {
        return states.after();
    }

    /** A line for each setting that is different. */
    public List<String> differences() {
        return states.differences();
    }

    @Override
    public String toString() {
        return (dryRun ? "tried on revision " : changed ? "revision " : "no change in revision ") + revision;
    }
}

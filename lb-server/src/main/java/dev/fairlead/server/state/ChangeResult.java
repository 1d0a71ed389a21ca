package dev.fairlead.server.state;

import dev.fairlead.server.desired.DesiredState;
import java.util.List;

/**
 * What became of a change that was not refused.
 *
 * @param revision the one that holds it; for a dry run the one that it was tried on
 * @param changed whether it made that revision; false if everything was as asked already
 * @param before the desired state that it was made of
 * @param after what it makes of it
 * @param refusals for a dry run: why it would be refused, a sentence each
 */
public record ChangeResult(
        long revision,
        boolean changed,
        boolean dryRun,
        DesiredState before,
        DesiredState after,
        List<String> refusals) {

    public ChangeResult {
        refusals = List.copyOf(refusals);
    }

    /** A line for each setting that is different. */
    public List<String> differences() {
        return Differences.between(before, after);
    }

    @Override
    public String toString() {
        return (dryRun ? "tried on revision " : changed ? "revision " : "no change in revision ") + revision;
    }
}

package dev.fairlead.server.state;

import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * The author of a change and its terms.
 *
 * @param author for the history
 * @param message the reason, in the author's words; if empty, the change is described instead
 * @param ifRevision refused unless this is the current revision
 * @param requestId a repeat with the same id gets the answer of the first; empty if it cannot be repeated
 * @param dryRun change nothing, report what would change
 * @param force make it even if the capacity guard would refuse it
 * @param awaited checked when the change is about to begin: a change that no one waits for any more is not begun
 */
public record ChangeTerms(
        String author,
        String message,
        OptionalLong ifRevision,
        String requestId,
        boolean dryRun,
        boolean force,
        BooleanSupplier awaited) {

    public static ChangeTerms by(String author, String message) {
        return new ChangeTerms(author, message, OptionalLong.empty(), "", false, false, () -> true);
    }

    public ChangeTerms withIfRevision(long revision) {
        return new ChangeTerms(author, message, OptionalLong.of(revision), requestId, dryRun, force, awaited);
    }

    public ChangeTerms withRequestId(String id) {
        return new ChangeTerms(author, message, ifRevision, id, dryRun, force, awaited);
    }

    public ChangeTerms asDryRun() {
        return new ChangeTerms(author, message, ifRevision, requestId, true, force, awaited);
    }

    public ChangeTerms forced() {
        return new ChangeTerms(author, message, ifRevision, requestId, dryRun, true, awaited);
    }

    /** The message, or the substitute for a missing one. */
    public String messageOr(String sentence) {
        return message.isBlank() ? sentence : message;
    }
}

package dev.fairlead.server.state;

import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * Who asks for a change, and on what terms.
 *
 * @param author for the history
 * @param message why, in the author's words; empty leaves it to the change to speak for itself
 * @param ifRevision refused unless this is the current revision
 * @param requestId a repeat with the same one is answered with what the first did; empty if it is not to be repeated
 * @param dryRun change nothing, say what would be
 * @param force make it although the guard on capacity speaks against it
 * @param awaited asked when the change is about to begin: what nobody waits for any more is not begun
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

    /** The message, or what stands for one that is missing. */
    public String messageOr(String sentence) {
        return message.isBlank() ? sentence : message;
    }
}

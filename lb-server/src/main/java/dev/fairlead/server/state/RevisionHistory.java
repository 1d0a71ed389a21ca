package dev.fairlead.server.state;

import dev.fairlead.server.desired.DesiredState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The latest accepted desired states. Written by one thread, read by any. */
public final class RevisionHistory {
    private final InstantSource clock;
    private final int kept;

    /** Oldest first; replaced and never changed. */
    private volatile List<Revision> revisions = List.of();

    /** @param kept how many revisions to keep for display and rollback */
    public RevisionHistory(InstantSource clock, int kept) {
        this.clock = clock;
        this.kept = kept;
    }

    /** Before the first accepted state, this is revision 0, an empty initial state. */
    public Revision current() {
        List<Revision> now = revisions;
        return now.isEmpty()
                ? new Revision(0, DesiredState.initial(), "", clock.instant(), "nothing yet")
                : now.get(now.size() - 1);
    }

    /** What would follow a revision; nothing is accepted by that. */
    public Revision following(Revision former, DesiredState desired, String author, String message) {
        return new Revision(former.number() + 1, desired, author, clock.instant(), message);
    }

    /** Makes these the latest, the last of them the current one; by the one writer, each with the number after the last. */
    public void accept(List<Revision> next) {
        List<Revision> longer = new ArrayList<>(revisions);
        for (Revision revision : next) {
            // find() counts on it: with a gap, or with one twice, each number would lead to another one's state
            if (!longer.isEmpty()
                    && revision.number() != longer.get(longer.size() - 1).number() + 1) {
                throw new IllegalArgumentException(revision + " does not follow " + longer.get(longer.size() - 1));
            }
            longer.add(revision);
        }
        revisions = List.copyOf(longer.subList(Math.max(0, longer.size() - kept), longer.size()));
    }

    /** Oldest first. */
    public List<Revision> all() {
        return revisions;
    }

    public Optional<Revision> find(long number) {
        List<Revision> now = revisions;
        long index = now.isEmpty() ? -1 : number - now.get(0).number();
        return index >= 0 && index < now.size() ? Optional.of(now.get((int) index)) : Optional.empty();
    }

    /**
     * The state of an earlier revision; applying it is a change like any other and makes a new revision.
     *
     * @throws ChangeRefused if that revision is not kept
     */
    public DesiredState stateOf(long number) {
        return find(number)
                .map(Revision::desired)
                .orElseThrow(() -> new ChangeRefused(
                        ChangeRefused.Kind.NOT_FOUND, "", "revision " + number + " is not kept; " + range()));
    }

    private String range() {
        List<Revision> now = revisions;
        return now.isEmpty()
                ? "there is none yet"
                : "kept are " + now.get(0).number() + " to "
                        + now.get(now.size() - 1).number();
    }
}

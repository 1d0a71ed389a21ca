package dev.fairlead.server.state.store;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.store.format.ByteReader;
import dev.fairlead.server.state.store.format.ByteWriter;
import dev.fairlead.server.state.store.format.Forms;
import dev.fairlead.server.state.store.format.StoredState;
import dev.fairlead.server.state.store.format.UnreadableBytes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restores the content of a journal. A revision with a setting that this version no longer accepts cannot be rolled
 * back to, and neither can those before it, because there must be no gaps; later ones are unaffected. If the latest one
 * has such a setting, the newest valid one is restored as a new revision.
 */
final class Replay {
    private static final Logger log = LoggerFactory.getLogger(Replay.class);

    private final String path;
    private final int format;
    private final Acknowledged into;
    private @Nullable StoredState state;
    private StoredEntry.@Nullable Accepted last;
    private StoredEntry.@Nullable Accepted refused;

    /** The newest good one before those that are not. */
    private @Nullable Revision good;

    /** @param format of the file */
    Replay(String path, int format, Acknowledged into) {
        this.path = path;
        this.format = format;
        this.into = into;
    }

    /** Adds what a frame holds. */
    void add(ByteReader in) {
        while (in.more()) {
            int start = in.position();
            StoredEntry entry = Entries.read(in, state, Forms.of(format));
            if (entry instanceof StoredEntry.Accepted accepted) {
                add(accepted, in.since(start));
            } else if (entry instanceof StoredEntry.FileApplied file) {
                file(file.state(), in.since(start));
            } else if (entry instanceof StoredEntry.Answered answered) {
                into.add(answered.entry(), in.since(start));
            }
        }
    }

    private void add(StoredEntry.Accepted accepted, byte[] bytes) {
        if (last != null && accepted.number() != last.number() + 1) {
            throw new UnreadableBytes("has revision " + accepted.number() + " behind revision " + last.number());
        }
        last = accepted;
        state = accepted.state();
        Optional<DesiredState> desired = accepted.state().accepted();
        Revision before = into.last();
        if (desired.isPresent()) {
            DesiredState shared = before == null ? desired.get() : desired.get().sharing(before.desired());
            Entry.Accepted entry = new Entry.Accepted(accepted.revision(shared));
            into.add(entry, format == Forms.LATEST ? bytes : spelt(entry));
        } else {
            good = before == null ? good : before;
            refused = accepted;
            into.forgetRevisions();
        }
    }

    /** As it is spelt today, behind the revision before it. */
    private byte[] spelt(Entry entry) {
        ByteWriter out = new ByteWriter();
        Entries.write(out, entry, Acknowledged.desired(into.last()));
        return out.toBytes();
    }

    private void file(StoredState file, byte[] bytes) {
        Optional<DesiredState> base = file.accepted();
        if (base.isPresent()) {
            into.add(new Entry.FileApplied(base.get()), bytes);
        } else {
            log.warn(
                    "event=file-forgotten file={} cause=\"the configuration file as it was applied last {}\"",
                    path,
                    because(file));
        }
    }

    /** @throws UnreadableBytes if no revision is good */
    void end() {
        StoredEntry.Accepted bad = refused;
        StoredEntry.Accepted newest = last;
        if (bad == null || newest == null) {
            return;
        }
        log.warn(
                "event=revisions-given-up file={} up-to={} cause=\"revision {} {}; it and those before it cannot be rolled"
                        + " back to\"",
                path,
                bad.number(),
                bad.number(),
                because(bad.state()));
        if (bad.number() == newest.number()) {
            fallBack(newest);
        }
    }

    private void fallBack(StoredEntry.Accepted newest) {
        Revision former = good;
        if (former == null) {
            newest.state().desired(); // throws
            return;
        }
        String message = "revision " + former.number() + " again, because revision " + newest.number() + " "
                + because(newest.state());
        Revision again = new Revision(newest.number() + 1, former.desired(), "fairlead", newest.at(), message);
        log.error("event=revision-refused file={} revision={} cause=\"{}\"", path, again.number(), message);
        into.add(new Entry.Accepted(again), new byte[0]);
    }

    private static String because(StoredState state) {
        UnreadableBytes refusal = state.refusal();
        return refusal == null ? "" : String.valueOf(refusal.getMessage());
    }
}

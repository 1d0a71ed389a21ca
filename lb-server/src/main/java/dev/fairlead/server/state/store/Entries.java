package dev.fairlead.server.state.store;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.store.format.ByteReader;
import dev.fairlead.server.state.store.format.ByteWriter;
import dev.fairlead.server.state.store.format.Forms;
import dev.fairlead.server.state.store.format.StateDelta;
import dev.fairlead.server.state.store.format.StoredState;
import dev.fairlead.server.state.store.format.UnreadableBytes;
import org.jspecify.annotations.Nullable;

/**
 * The format of an entry: its kind, and its fields as a record. States are written as differences from the previous
 * one.
 */
final class Entries {
    private static final int ACCEPTED = 1;
    private static final int FILE_APPLIED = 2;
    private static final int ANSWERED = 3;

    private Entries() {}

    /** @param before the desired state of the revision before it; null if there is none */
    static void write(ByteWriter out, Entry entry, @Nullable DesiredState before) {
        if (entry instanceof Entry.Accepted accepted) {
            out.octet(ACCEPTED);
            out.record(() -> revision(out, accepted.revision(), before));
        } else if (entry instanceof Entry.FileApplied file) {
            out.octet(FILE_APPLIED);
            out.record(() -> StateDelta.write(out, before, file.base()));
        } else if (entry instanceof Entry.Answered answered) {
            out.octet(ANSWERED);
            out.record(() -> {
                out.text(answered.requestId());
                out.number(answered.revision());
            });
        }
    }

    static StoredEntry read(ByteReader in, @Nullable StoredState before, Forms forms) {
        int kind = in.octet();
        return switch (kind) {
            case ACCEPTED -> in.record(() -> revision(in, before, forms));
            case FILE_APPLIED -> in.record(() -> new StoredEntry.FileApplied(StateDelta.readStored(in, before, forms)));
            case ANSWERED -> in.record(() -> new StoredEntry.Answered(new Entry.Answered(in.text(), in.number())));
            default ->
                throw new UnreadableBytes("has an entry of kind " + kind
                        + ", which this version does not know: it was written by a newer Fairlead");
        };
    }

    private static void revision(ByteWriter out, Revision revision, @Nullable DesiredState before) {
        out.number(revision.number());
        out.text(revision.author());
        out.instant(revision.at());
        out.text(revision.message());
        StateDelta.write(out, before, revision.desired());
    }

    private static StoredEntry revision(ByteReader in, @Nullable StoredState before, Forms forms) {
        long number = in.number();
        String author = in.text();
        var at = in.instant();
        String message = in.text();
        return new StoredEntry.Accepted(number, author, at, message, StateDelta.readStored(in, before, forms));
    }
}

package dev.fairlead.server.state.store;

import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.store.format.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Appends that are written and synced together, after what is already acknowledged. */
final class Group {
    private final Acknowledged acknowledged;
    private final ByteWriter out = new ByteWriter();
    private final List<Spelt> entries = new ArrayList<>();
    private @Nullable Revision last;

    private record Spelt(Entry entry, byte[] bytes) {}

    Group(Acknowledged acknowledged) {
        this.acknowledged = acknowledged;
        this.last = acknowledged.last();
    }

    /** @throws StoreException if it builds on a revision that is neither acknowledged nor in this group */
    void add(List<Entry> append) throws StoreException {
        requireInOrder(append);
        for (Entry entry : append) {
            int start = out.length();
            Entries.write(out, entry, Acknowledged.desired(last));
            entries.add(new Spelt(entry, out.toBytes(start)));
            if (entry instanceof Entry.Accepted accepted) {
                last = accepted.revision();
            }
        }
    }

    private void requireInOrder(List<Entry> append) throws StoreException {
        Revision before = last;
        for (Entry entry : append) {
            if (entry instanceof Entry.Accepted accepted) {
                long expected = before == null ? 1 : before.number() + 1;
                if (accepted.revision().number() != expected) {
                    throw new StoreException("revision " + accepted.revision().number()
                            + " does not follow the last one that is stored, "
                            + (before == null ? "which is none" : "which is " + before.number()));
                }
                before = accepted.revision();
            }
        }
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    byte[] content() {
        return out.toBytes();
    }

    /** Everything in it is durable. */
    void acknowledge() {
        entries.forEach(spelt -> acknowledged.add(spelt.entry, spelt.bytes));
    }
}

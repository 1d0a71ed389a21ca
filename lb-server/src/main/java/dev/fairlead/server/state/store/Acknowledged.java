package dev.fairlead.server.state.store;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.store.format.ByteWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What would be recovered now: exactly what is acknowledged, without older revisions that are no longer kept. */
final class Acknowledged {
    private final int keptRevisions;
    private final int keptRequests;
    private final Deque<Kept> revisions = new ArrayDeque<>();
    private final Map<String, Long> answered = new LinkedHashMap<>();
    private @Nullable DesiredState base;

    /** @param bytes the entry as it is spelt behind the revision before it, so that a snapshot need not compare again */
    private record Kept(Revision revision, byte[] bytes) {}

    Acknowledged(int keptRevisions, int keptRequests) {
        this.keptRevisions = keptRevisions;
        this.keptRequests = keptRequests;
    }

    /** The latest revision; null if there is none. */
    @Nullable
    Revision last() {
        Kept last = revisions.peekLast();
        return last == null ? null : last.revision;
    }

    void add(Entry entry, byte[] bytes) {
        if (entry instanceof Entry.Accepted accepted) {
            revisions.add(new Kept(accepted.revision(), bytes));
            if (revisions.size() > keptRevisions) {
                revisions.remove();
            }
        } else if (entry instanceof Entry.FileApplied file) {
            base = file.base();
        } else if (entry instanceof Entry.Answered request) {
            answered.remove(request.requestId());
            answered.put(request.requestId(), request.revision());
            if (answered.size() > keptRequests) {
                answered.remove(answered.keySet().iterator().next());
            }
        }
    }

    /** As entries that give all of this again when they are replayed into an empty one. */
    byte[] snapshot() {
        ByteWriter out = new ByteWriter();
        boolean oldest = true;
        for (Kept kept : revisions) {
            if (oldest) {
                Entries.write(out, new Entry.Accepted(kept.revision), null);
            } else {
                out.raw(kept.bytes);
            }
            oldest = false;
        }
        if (base != null) {
            Entries.write(out, new Entry.FileApplied(base), desired(last()));
        }
        answered.forEach((id, revision) -> Entries.write(out, new Entry.Answered(id, revision), null));
        return out.toBytes();
    }

    /** What comes next is the oldest that is kept. */
    void forgetRevisions() {
        revisions.clear();
    }

    static @Nullable DesiredState desired(@Nullable Revision revision) {
        return revision == null ? null : revision.desired();
    }

    Recovered recovered() {
        return new Recovered(revisions.stream().map(Kept::revision).toList(), base, answered);
    }
}

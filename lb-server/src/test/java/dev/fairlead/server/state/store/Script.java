package dev.fairlead.server.state.store;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.state.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A series of changes as operators make them, and what has to be there after a restart. It follows the answers as the
 * server does: the next change builds on the last one that was acknowledged.
 */
final class Script {
    static final int KEPT_REVISIONS = 5;
    static final int KEPT_REQUESTS = 3;
    static final int STEPS = 18;

    private final List<Revision> revisions = new ArrayList<>();
    private final Map<String, Long> answered = new LinkedHashMap<>();
    private @Nullable DesiredState base;

    Script() {}

    /** For a process that goes on where another one ended. */
    Script(Recovered found) {
        revisions.addAll(found.revisions());
        answered.putAll(found.answered());
        base = found.base();
    }

    /** Several things at once, as one append: the change, the request that asked for it, sometimes the file. */
    List<Entry> step(int step) {
        long number = revisions.isEmpty() ? 1 : last().number() + 1;
        DesiredState next = revisions.isEmpty() ? SampleStates.full() : changed(last().desired(), step);
        Revision revision = new Revision(
                number, next, "operator " + step % 3, Instant.ofEpochSecond(1_700_000_000L + step, 5), "step " + step);
        List<Entry> entries = new ArrayList<>();
        if (step % 5 == 4) {
            entries.add(new Entry.FileApplied(next.withPool(Pool.named("from-file"))));
        } else {
            entries.add(new Entry.Accepted(revision));
            if (step % 4 == 0) {
                entries.add(new Entry.FileApplied(next));
            }
        }
        if (step % 2 == 0) {
            entries.add(new Entry.Answered("request-" + step, step % 5 == 4 ? number - 1 : number));
        }
        return entries;
    }

    private static DesiredState changed(DesiredState state, int step) {
        Pool web = state.pools().get("web");
        Backend backend = Backend.at("10.0.0." + step % 4 + ":80").withWeight(step % Backend.MAX_WEIGHT);
        return switch (step % 4) {
            case 0 -> state.withPool(Pool.named("pool").withMinHealthy(step));
            case 1 -> state.withPool(web.withBackend(backend));
            case 2 -> state.withPool(web.withMinHealthy(step));
            default -> {
                List<Backend> backwards = new ArrayList<>(web.backends());
                Collections.reverse(backwards);
                yield state.withPool(web.withBackends(backwards));
            }
        };
    }

    private Revision last() {
        return revisions.get(revisions.size() - 1);
    }

    void acknowledged(List<Entry> entries) {
        for (Entry entry : entries) {
            if (entry instanceof Entry.Accepted accepted) {
                revisions.add(accepted.revision());
            } else if (entry instanceof Entry.FileApplied file) {
                base = file.base();
            } else if (entry instanceof Entry.Answered request) {
                answered.put(request.requestId(), request.revision());
            }
        }
    }

    /** The same, and it is not known whether these are there too. */
    Script with(List<Entry> entries) {
        Script more = new Script();
        more.revisions.addAll(revisions);
        more.base = base;
        more.answered.putAll(answered);
        more.acknowledged(entries);
        return more;
    }

    Recovered expected() {
        List<String> ids = new ArrayList<>(answered.keySet());
        Map<String, Long> kept = new LinkedHashMap<>();
        tail(ids, KEPT_REQUESTS).forEach(id -> kept.put(id, answered.get(id)));
        return new Recovered(tail(revisions, KEPT_REVISIONS), base, kept);
    }

    private static <T> List<T> tail(List<T> list, int kept) {
        return list.subList(Math.max(0, list.size() - kept), list.size());
    }
}

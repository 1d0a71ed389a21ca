package dev.fairlead.server.state.store;

import java.util.ArrayList;
import java.util.List;

/** One process with its journal, which goes through the script. */
final class JournalRun {
    /** Little, so that the script goes through several files. */
    static final long GROWTH = 300;

    private final Acknowledged acknowledged = new Acknowledged(Script.KEPT_REVISIONS, Script.KEPT_REQUESTS);
    private final Journal journal;

    private Script script = new Script();
    private List<Entry> underWay = List.of();

    /** Refused since the journal last was well. */
    private final List<List<Entry>> inDoubt = new ArrayList<>();

    private int refusals;

    JournalRun(Disk disk) {
        journal = new Journal(disk, acknowledged, GROWTH);
    }

    Recovered start() throws StoreException {
        return journal.recover();
    }

    /** Nothing is refused to a process that has found this. */
    void continueFrom(Script found) {
        script = found;
    }

    void steps(int from, int to) {
        for (int step = from; step < to; step++) {
            List<Entry> entries = script.step(step);
            underWay = entries;
            try {
                append(entries);
                script.acknowledged(entries);
                inDoubt.clear();
            } catch (StoreException refused) {
                refusals++;
                inDoubt.add(entries);
            }
            underWay = List.of();
            journal.replaceIfGrown();
        }
    }

    void append(List<Entry> entries) throws StoreException {
        Group group = new Group(acknowledged);
        group.add(entries);
        journal.append(group);
    }

    /** What has to be found after a restart. */
    Recovered expected() {
        return script.expected();
    }

    /** The script as it is if what was under way when the process stopped is there. */
    Script withWhatWasUnderWay() {
        return script.with(underWay);
    }

    Script withoutIt() {
        return script.with(List.of());
    }

    /**
     * What may be found while the disk takes neither what is right nor what would take back what is wrong. Nothing but one
     * change that was refused because its sync failed, and that is on the disk for all that.
     */
    List<Recovered> expectedOrInDoubt() {
        List<Recovered> allowed = new ArrayList<>();
        allowed.add(expected());
        if (journal.isBroken()) {
            inDoubt.forEach(entries -> allowed.add(script.with(entries).expected()));
        }
        return allowed;
    }

    int refusals() {
        return refusals;
    }
}

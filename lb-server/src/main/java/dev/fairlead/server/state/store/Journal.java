package dev.fairlead.server.state.store;

import dev.fairlead.server.state.store.format.ByteReader;
import dev.fairlead.server.state.store.format.UnreadableBytes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a store, one at a time: a snapshot of what is acknowledged, followed by a frame for each group. A new
 * file is completed under a temporary name before it is renamed, and of several files the one with the highest number
 * counts, so exactly one file is authoritative at any time.
 *
 * <p>After a failed write or sync, nothing is acknowledged through that file again: the disk's content is unknown, and
 * a second sync may report success although data was lost. The refused bytes are truncated, and a new file with exactly
 * the acknowledged revisions replaces it. One thread at a time.
 */
final class Journal implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(Journal.class);

    static final String LIVE = "journal-";
    private static final String ASIDE = "set-aside-";
    private static final String TEMPORARY = ".tmp";
    private static final Pattern NAME = Pattern.compile("(" + LIVE + "|" + ASIDE + ")(\\d{8,18})(\\.tmp)?");

    private final Disk disk;
    private final Acknowledged acknowledged;

    /** A file that has grown by this much, and to three times its snapshot, is replaced. */
    private final long growth;

    /** The highest number that any file has, or may have after a failure. */
    private long newest;

    /** The end of the newest file; null while there is none that may be written to. */
    private Disk.@Nullable Output output;

    /** Up to here the newest file holds what is acknowledged. */
    private long length;

    private long replaceAt;

    /** Whether the log has been told that nothing can be stored. */
    private boolean failing;

    private interface Step {
        void run() throws IOException;
    }

    Journal(Disk disk, Acknowledged acknowledged, long growth) {
        this.disk = disk;
        this.acknowledged = acknowledged;
        this.growth = growth;
    }

    /**
     * Reads what is there, and goes on in a new file: the tail of the former one may be half written, and
     * what is whole of it may never have been synced.
     */
    Recovered recover() throws StoreException {
        NavigableMap<Long, String> files = files();
        if (!files.isEmpty()) {
            replay(files.lastEntry().getValue());
        }
        tryBegin();
        return acknowledged.recovered();
    }

    /** The oldest first, so that until the last one is renamed the newest is the one that counts. */
    void startFresh() throws StoreException {
        for (String name : files().values()) {
            String aside = ASIDE + name.substring(LIVE.length());
            attempt("rename " + disk.path(name), 0, () -> disk.rename(name, aside));
            log.info("event=set-aside file={}", disk.path(aside));
        }
        attempt("sync " + disk, 0, disk::sync);
        tryBegin();
    }

    /** @throws StoreException if it is refused; then nothing of it will be recovered */
    void append(Group group) throws StoreException {
        if (group.isEmpty()) {
            return;
        }
        Disk.Output end = output == null ? begin() : output;
        ByteBuffer frame = Frames.frame(newest, length, group.content());
        int size = frame.remaining();
        String path = disk.path(name(newest));
        boolean durable = false;
        try {
            attempt("write " + path, size, () -> end.write(frame));
            attempt("sync " + path, size, end::sync);
            durable = true;
        } finally {
            if (!durable) {
                takeBack(end);
            }
        }
        length += size;
        group.acknowledge();
    }

    /** Between two appends, so that none waits for it unless it comes meanwhile. */
    void replaceIfGrown() {
        if (output != null && length >= replaceAt) {
            replaceAt = length + growth;
            tryBegin();
        }
    }

    /** Whether the next append has to begin a new file first. */
    boolean isBroken() {
        return output == null;
    }

    /** Does not wait for an append to find out that the disk is well again: until then a dead file is what would be read. */
    void heal() {
        if (output == null) {
            tryBegin();
        }
    }

    @Override
    public void close() {
        heal();
        leave();
    }

    /** If a new file cannot be begun, what was refused is at least no longer in the one that would be read. */
    private void takeBack(Disk.Output dead) {
        String path = disk.path(name(newest));
        boolean cut = quietly("cut", () -> dead.cutTo(length)) && quietly("sync", dead::sync);
        leave();
        tryBegin();
        if (output == null && !cut) {
            log.warn(
                    "event=store-in-doubt file={} cause=\"a refused change could not be undone either; if this "
                            + "process ends before the disk recovers, the change may reappear after the restart\"",
                    path);
        }
    }

    private void tryBegin() {
        try {
            begin();
        } catch (StoreException e) {
            if (!failing) {
                log.warn("event=store-failed cause=\"{}\"", e.sentence());
                failing = output == null;
            }
        }
    }

    /** A new file with what is acknowledged, durable before anything of the former one goes. */
    private Disk.Output begin() throws StoreException {
        String name = name(newest + 1);
        String temporary = name + TEMPORARY;
        ByteBuffer snapshot = Frames.frame(newest + 1, Frames.HEAD, acknowledged.snapshot());
        ByteBuffer head = Frames.head(newest + 1);
        long size = Frames.HEAD + (long) snapshot.remaining();
        List<Disk.Output> created = new ArrayList<>();
        try {
            attempt("create " + disk.path(temporary), size, () -> created.add(disk.create(temporary)));
            Disk.Output end = created.get(0);
            attempt("write " + disk.path(temporary), size, () -> end.write(head));
            attempt("write " + disk.path(temporary), size, () -> end.write(snapshot));
            attempt("sync " + disk.path(temporary), size, end::sync);
            // From here on the new file may be the one that counts, whatever the next two calls report.
            newest++;
            leave();
            attempt("rename " + disk.path(temporary), 0, () -> disk.rename(temporary, name));
            attempt("sync " + disk, 0, disk::sync);
            output = end;
        } catch (StoreException e) {
            created.forEach(end -> quietly("close", end::close));
            quietly("delete", () -> disk.delete(temporary));
            throw e;
        }
        length = size;
        replaceAt = Math.max(size + growth, size * 3);
        removeOthers(name);
        if (failing) {
            failing = false;
            log.info("event=store-healed file={}", disk.path(name));
        }
        return created.get(0);
    }

    private void leave() {
        Disk.Output former = output;
        if (former != null) {
            output = null;
            quietly("close", former::close);
        }
    }

    private void replay(String name) throws StoreException {
        String path = disk.path(name);
        List<byte[]> content = new ArrayList<>();
        attempt("read " + path, 0, () -> content.add(disk.read(name)));
        FrameReader frames = new FrameReader(path, content.get(0));
        Replay replay = new Replay(path, frames.format(), acknowledged);
        try {
            ByteReader frame = frames.next();
            if (frame == null) {
                throw frames.damaged(frames.place(), "has no whole snapshot");
            }
            for (; frame != null; frame = frames.next()) {
                replay.add(frame);
            }
            replay.end();
        } catch (UnreadableBytes e) {
            throw frames.unreadable(e);
        }
        if (frames.torn() > 0) {
            log.warn("event=torn-tail file={} at={} bytes={}", path, frames.place(), frames.torn());
        }
    }

    /** Those that could count, by number; learns which numbers are used up. */
    private NavigableMap<Long, String> files() throws StoreException {
        List<String> names = new ArrayList<>();
        attempt("read the folder " + disk, 0, () -> names.addAll(disk.list()));
        NavigableMap<Long, String> live = new TreeMap<>();
        for (String name : names) {
            Matcher matcher = NAME.matcher(name);
            if (matcher.matches() && matcher.group(3) == null) {
                long number = Long.parseLong(matcher.group(2));
                newest = Math.max(newest, number);
                if (matcher.group(1).equals(LIVE)) {
                    live.put(number, name);
                }
            }
        }
        return live;
    }

    /** What a stop between two calls has left too. If it cannot be deleted it is in nobody's way. */
    private void removeOthers(String name) {
        quietly("read", () -> {
            for (String other : disk.list()) {
                if (NAME.matcher(other).matches() && !other.startsWith(ASIDE) && !other.equals(name)) {
                    quietly("delete", () -> disk.delete(other));
                }
            }
        });
    }

    private static String name(long number) {
        return LIVE + String.format(Locale.ROOT, "%08d", number);
    }

    private void attempt(String deed, long bytes, Step step) throws StoreException {
        try {
            step.run();
        } catch (IOException e) {
            throw StoreException.cannot(deed, e, disk.isFull(bytes));
        }
    }

    /** For what no acknowledgement depends on. Answers whether it was done. */
    private static boolean quietly(String deed, Step step) {
        try {
            step.run();
            return true;
        } catch (IOException e) {
            log.debug("event=store-untidy deed={} cause=\"{}\"", deed, e.toString());
            return false;
        }
    }
}

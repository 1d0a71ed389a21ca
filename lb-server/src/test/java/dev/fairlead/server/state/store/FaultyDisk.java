package dev.fairlead.server.state.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A folder in memory that tells what was written from what was made durable, and that fails or stops wherever it is told
 * to. After a failed sync it does as Linux does: what was not written back counts as clean, and a second sync reports
 * success without having saved it.
 */
final class FaultyDisk implements Disk {
    private static final int SECTOR = 64;

    /** What becomes of one operation. */
    enum Effect {
        DONE,
        /** an error; of a write, a part has been done */
        FAILS,
        /** an error, although it has been done */
        FAILS_AFTER,
        /** the process ends before it */
        STOPS_BEFORE,
        /** the process ends after it, and before it hears of it */
        STOPS_AFTER
    }

    enum Kind {
        LIST,
        READ,
        CREATE,
        WRITE,
        CUT,
        SYNC,
        RENAME,
        DELETE,
        SYNC_FOLDER
    }

    /** What is to happen, by the number of the operation, from 0. */
    interface Faults {
        Effect at(int operation, Kind kind);
    }

    /** The process is gone. */
    static final class Stopped extends Error {
        Stopped() {
            super("stopped", null, false, false);
        }
    }

    private static final class Content {
        private byte[] written = {};
        private byte[] durable = {};

        /** As it was before it was cut, while the cut is not durable. */
        private byte[] uncut = {};

        /** Bytes below this were lost by a failed sync, and no later one brings them to the disk. */
        private boolean lost;
    }

    private interface FolderChange {
        void applyTo(Map<String, Content> names);
    }

    private final Map<String, Content> names = new LinkedHashMap<>();
    private final Map<String, Content> durableNames = new LinkedHashMap<>();
    private final List<FolderChange> unsynced = new ArrayList<>();
    private Faults faults = (operation, kind) -> Effect.DONE;
    private int operations;
    private boolean stopped;

    void faults(Faults now) {
        faults = now;
        operations = 0;
    }

    /** Since the faults were set. */
    int operations() {
        return operations;
    }

    /** The process is killed: whatever it wrote is there, durable or not. */
    FaultyDisk afterKill() {
        FaultyDisk later = new FaultyDisk();
        Map<Content, Content> copies = new LinkedHashMap<>();
        names.forEach((name, content) -> later.names.put(name, copies.computeIfAbsent(content, FaultyDisk::copy)));
        durableNames.forEach(
                (name, content) -> later.durableNames.put(name, copies.computeIfAbsent(content, FaultyDisk::copy)));
        // All of the unsynced changes or none: what is between them is afterPowerLoss' matter.
        Map<String, Content> present = new LinkedHashMap<>(later.names);
        later.unsynced.add(folder -> {
            folder.clear();
            folder.putAll(present);
        });
        return later;
    }

    /** The machine stops: what was synced is there. */
    FaultyDisk afterPowerLoss() {
        FaultyDisk later = new FaultyDisk();
        durableNames.forEach((name, content) -> later.put(name, content.durable));
        return later;
    }

    /** The machine stops: of what was not synced, anything may be there and anything may be missing. */
    FaultyDisk afterTornPowerLoss(Random random) {
        Map<String, Content> left = new LinkedHashMap<>(durableNames);
        unsynced.stream().filter(change -> random.nextBoolean()).forEach(change -> change.applyTo(left));
        FaultyDisk later = new FaultyDisk();
        left.forEach((name, content) -> later.put(name, torn(content, random)));
        return later;
    }

    private static byte[] torn(Content content, Random random) {
        byte[] written = content.uncut.length > 0 && random.nextBoolean() ? content.uncut : content.written;
        int shorter = Math.min(content.durable.length, written.length);
        int longer = Math.max(content.durable.length, written.length);
        boolean all = random.nextInt(3) == 0;
        byte[] torn = Arrays.copyOf(content.durable, all ? longer : shorter + random.nextInt(longer - shorter + 1));
        for (int sector = 0; sector < torn.length; sector += SECTOR) {
            int end = Math.min(Math.min(sector + SECTOR, torn.length), written.length);
            if (end > sector && (all || random.nextBoolean())) {
                System.arraycopy(written, sector, torn, sector, end - sector);
            }
        }
        return torn;
    }

    private static Content copy(Content content) {
        Content copy = new Content();
        copy.written = content.written;
        copy.durable = content.durable;
        copy.uncut = content.uncut;
        copy.lost = content.lost;
        return copy;
    }

    /** There and durable. */
    void put(String name, byte[] bytes) {
        Content content = new Content();
        content.written = bytes;
        content.durable = bytes;
        names.put(name, content);
        durableNames.put(name, content);
    }

    List<String> names() {
        return List.copyOf(names.keySet());
    }

    /** Everything a process can read, to compare and to look up. */
    Map<String, ByteBuffer> image() {
        Map<String, ByteBuffer> image = new HashMap<>();
        names.forEach((name, content) -> image.put(name, ByteBuffer.wrap(content.written)));
        return image;
    }

    byte[] bytes(String name) {
        return names.get(name).written;
    }

    @Override
    public void open() {}

    @Override
    public List<String> list() throws IOException {
        return step(Kind.LIST, () -> List.copyOf(names.keySet()));
    }

    @Override
    public byte[] read(String name) throws IOException {
        return step(Kind.READ, () -> names.get(name).written);
    }

    @Override
    public Output create(String name) throws IOException {
        Content content = new Content();
        step(Kind.CREATE, () -> change(folder -> folder.put(name, content)));
        return new FaultyOutput(content);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Content content = names.get(from);
        step(
                Kind.RENAME,
                () -> change(folder -> {
                    folder.remove(from);
                    folder.put(to, content);
                }));
    }

    @Override
    public void delete(String name) throws IOException {
        step(Kind.DELETE, () -> change(folder -> folder.remove(name)));
    }

    @Override
    public void sync() throws IOException {
        step(Kind.SYNC_FOLDER, () -> {
            unsynced.clear();
            durableNames.clear();
            durableNames.putAll(names);
            return null;
        });
    }

    private Void change(FolderChange change) {
        change.applyTo(names);
        unsynced.add(change);
        return null;
    }

    @Override
    public boolean isFull(long bytes) {
        return false;
    }

    @Override
    public String path(String name) {
        return "data/" + name;
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "data";
    }

    private interface Operation<T> {
        T run() throws IOException;
    }

    private <T> T step(Kind kind, Operation<T> operation) throws IOException {
        return step(kind, operation, () -> {});
    }

    private <T> T step(Kind kind, Operation<T> operation, Runnable failure) throws IOException {
        Effect effect = stopped ? Effect.STOPS_BEFORE : faults.at(operations++, kind);
        switch (effect) {
            case DONE -> {
                return operation.run();
            }
            case FAILS -> {
                failure.run();
                throw new IOException("Input/output error");
            }
            case FAILS_AFTER -> {
                operation.run();
                throw new IOException("Input/output error");
            }
            default -> {
                if (effect == Effect.STOPS_AFTER) {
                    operation.run();
                }
                stopped = true;
                throw new Stopped();
            }
        }
    }

    private final class FaultyOutput implements Output {
        private final Content content;

        FaultyOutput(Content content) {
            this.content = content;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            byte[] all = new byte[bytes.remaining()];
            bytes.get(all);
            step(Kind.WRITE, () -> append(all), () -> append(Arrays.copyOf(all, all.length / 2)));
        }

        private Void append(byte[] bytes) {
            byte[] longer = Arrays.copyOf(content.written, content.written.length + bytes.length);
            System.arraycopy(bytes, 0, longer, content.written.length, bytes.length);
            content.written = longer;
            return null;
        }

        @Override
        public void cutTo(long length) throws IOException {
            step(Kind.CUT, () -> {
                content.uncut = content.written;
                content.written = Arrays.copyOf(content.written, (int) Math.min(length, content.written.length));
                return null;
            });
        }

        @Override
        public void sync() throws IOException {
            step(
                    Kind.SYNC,
                    () -> {
                        content.durable = content.lost
                                ? Arrays.copyOf(
                                        content.durable, Math.min(content.durable.length, content.written.length))
                                : content.written;
                        content.uncut = new byte[0];
                        return null;
                    },
                    () -> content.lost = true);
        }

        @Override
        public void close() {}
    }
}

package dev.fairlead.server.observe.access;

import dev.fairlead.server.desired.AccessLog;
import dev.fairlead.server.desired.AccessLog.Format;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes entries from the queue and writes them in batches, on its own thread. */
final class AccessWriter implements Runnable, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AccessWriter.class);
    private static final int BATCH = 512;
    private static final long IDLE_MILLIS = 1_000;
    private static final long STOP_MILLIS = 5_000;

    private final BlockingQueue<AccessEntry> queue;
    private final Supplier<AccessLog> settings;
    private final OutputStream stdout;
    private final LongConsumer dropped;
    private final AccessFormat json = new JsonAccessFormat();
    private final AccessFormat combined = new CombinedAccessFormat(ZoneId.systemDefault());
    private final Thread thread = new Thread(this, "fairlead-access-log");
    private volatile boolean stopping;

    private String to = "";
    private @Nullable AccessTarget target;
    private boolean failing;

    /** @param dropped gets the number of lines that could not be written */
    AccessWriter(
            BlockingQueue<AccessEntry> queue, Supplier<AccessLog> settings, OutputStream stdout, LongConsumer dropped) {
        this.queue = queue;
        this.settings = settings;
        this.stdout = stdout;
        this.dropped = dropped;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // NONE is a single object that only wakes the writer
    public void run() {
        List<AccessEntry> batch = new ArrayList<>(BATCH);
        try {
            while (!stopping || !queue.isEmpty()) {
                AccessEntry first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, BATCH - 1);
                    batch.removeIf(entry -> entry == AccessEntry.NONE);
                }
                write(batch, settings.get());
                batch.clear();
            }
        } catch (InterruptedException e) {
            log.error("event=access-log-failed cause=\"its thread was interrupted, no further lines are written\"");
        }
        letGo();
    }

    /** An empty batch is just an opportunity to close a file that is no longer needed. */
    private void write(List<AccessEntry> batch, AccessLog current) {
        if (current.format() == Format.OFF || !current.to().equals(to)) {
            letGo();
        }
        if (batch.isEmpty() || current.format() == Format.OFF) {
            return;
        }
        try {
            target(current).write(text(batch, current.format()));
            recovered();
        } catch (IOException e) {
            dropped.accept(batch.size());
            failed(current, e);
        }
    }

    private AccessTarget target(AccessLog current) {
        AccessTarget open = target;
        if (open == null) {
            open = current.toStdout()
                    ? new AccessTarget.Standard(stdout)
                    : new AccessTarget.Appended(Path.of(current.to()));
            target = open;
            to = current.to();
        }
        return open;
    }

    private byte[] text(List<AccessEntry> batch, Format format) {
        AccessFormat lines = format == Format.JSON ? json : combined;
        StringBuilder text = new StringBuilder(batch.size() * 256);
        batch.forEach(entry -> lines.write(entry, text));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void failed(AccessLog current, IOException e) {
        if (!failing) {
            failing = true;
            log.error(
                    "event=access-log-failed cause=\"cannot write to {}: {}; lines are lost until it can\"",
                    current.to(),
                    e.toString());
        }
        letGo();
    }

    private void recovered() {
        if (failing) {
            failing = false;
            log.info("event=access-log-back cause=\"lines are written to {} again\"", to);
        }
    }

    private void letGo() {
        AccessTarget open = target;
        target = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                log.warn("event=access-log-failed cause=\"cannot close {}: {}\"", to, e.toString());
            }
        }
    }

    @Override
    public void close() {
        stopping = true;
        // Not interrupted: that would close a file in the middle of a write. A full queue also wakes it.
        queue.offer(AccessEntry.NONE);
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

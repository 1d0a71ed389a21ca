package dev.fairlead.server.observe.access;

import dev.fairlead.server.desired.AccessLog;
import dev.fairlead.server.desired.AccessLog.Format;
import dev.fairlead.server.observe.metrics.MetricFamilies;
import dev.fairlead.server.observe.metrics.MetricSource;
import dev.fairlead.server.routing.RequestLog;
import dev.fairlead.server.routing.RequestRun;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * One line per finished request. The IO threads put entries into a queue and continue. If the queue is full, the line
 * is lost and counted, because a slow disk must not slow requests down.
 */
public final class AccessRecorder implements RequestLog, MetricSource, AutoCloseable {
    private final Supplier<AccessLog> settings;
    private final InstantSource clock;
    private final BlockingQueue<AccessEntry> queue;
    private final AccessWriter writer;
    private final LongAdder dropped = new LongAdder();

    private AccessRecorder(Supplier<AccessLog> settings, OutputStream stdout, InstantSource clock, int room) {
        this.settings = settings;
        this.clock = clock;
        queue = new LinkedBlockingQueue<>(room);
        writer = new AccessWriter(queue, settings, stdout, dropped::add);
    }

    /**
     * @param settings read for every request, so that a change needs no notification
     * @param room how many lines may be waiting
     */
    static AccessRecorder start(Supplier<AccessLog> settings, OutputStream stdout, InstantSource clock, int room) {
        AccessRecorder recorder = new AccessRecorder(settings, stdout, clock, room);
        recorder.writer.start();
        return recorder;
    }

    @Override
    public void finished(RequestRun run) {
        if (settings.get().format() != Format.OFF && !queue.offer(AccessEntry.of(run, clock.instant()))) {
            dropped.increment();
        }
    }

    @Override
    public void addTo(MetricFamilies families) {
        families.counter(
                "lb_access_log_dropped",
                "Access log lines lost because the disk was too slow or failed.",
                dropped.sum());
    }

    /** Writes the waiting entries, then ends. Requests that finish later are not logged. */
    @Override
    public void close() {
        writer.close();
    }
}

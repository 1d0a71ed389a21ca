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
 * One line per finished request. The IO threads put what is to be written into a queue and go on; when the queue is full
 * the line is lost and counted, for a slow disk must not slow requests down.
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
     * @param settings asked for every request, so that a change needs no word
     * @param room how many lines may wait
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
                "Lines of the access log that were lost, for the disk was too slow or failed.",
                dropped.sum());
    }

    /** Writes what is waiting, then ends. What finishes after this is not logged. */
    @Override
    public void close() {
        writer.close();
    }
}

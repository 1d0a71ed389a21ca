package dev.fairlead.server.health;

import dev.fairlead.server.upstream.Upstreams;
import java.io.IOException;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

/** Puts a monitor on a thread of its own. */
public final class HealthMonitors {
    /** Far below the usual limit of descriptors, far above what a second's worth of probes needs. */
    private static final int PROBES_AT_ONCE = 512;

    private HealthMonitors() {}

    /** A monitor that probes over the network; closing it ends its thread. */
    public static HealthMonitor open() throws IOException {
        XnioWorker worker = Xnio.getInstance()
                .createWorker(OptionMap.builder()
                        .set(Options.WORKER_NAME, "fairlead-health")
                        .set(Options.WORKER_IO_THREADS, 1)
                        .set(Options.WORKER_TASK_CORE_THREADS, 0)
                        .set(Options.WORKER_TASK_MAX_THREADS, 1)
                        .set(Options.THREAD_DAEMON, true)
                        .getMap());
        Upstreams upstreams = new Upstreams(worker);
        XnioIoThread thread = worker.getIoThread();
        LongSupplier nanoClock = System::nanoTime;
        RandomGenerator random = new SplittableRandom();
        WatchContext context = new WatchContext(
                thread,
                nanoClock,
                InstantSource.system(),
                random,
                new UpstreamProber(new ProbeNetwork(upstreams, thread, nanoClock)),
                new ProbeGate(PROBES_AT_ONCE));
        return new HealthMonitor(context, () -> {
            upstreams.close();
            worker.shutdown();
        });
    }
}

package dev.fairlead.server.health;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.fairlead.server.health.probe.ProbeLimiter;
import dev.fairlead.server.health.probe.ProbeNetwork;
import dev.fairlead.server.health.probe.UpstreamProber;
import dev.fairlead.server.upstream.UpstreamResources;
import jakarta.inject.Singleton;
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

/** Provides the monitor with its own thread, which runs until it is closed. */
public final class HealthModule extends AbstractModule {

    /** Far below the usual limit of descriptors, far above what a second's worth of probes needs. */
    private static final int PROBES_AT_ONCE = 512;

    @Provides
    @Singleton
    HealthMonitor healthMonitor() throws IOException {
        return open();
    }

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
        UpstreamResources upstreams = new UpstreamResources(worker);
        XnioIoThread thread = worker.getIoThread();
        LongSupplier nanoClock = System::nanoTime;
        RandomGenerator random = new SplittableRandom();
        MonitorContext context = new MonitorContext(
                thread,
                nanoClock,
                InstantSource.system(),
                random,
                new UpstreamProber(new ProbeNetwork(upstreams, thread, nanoClock)),
                new ProbeLimiter(PROBES_AT_ONCE));
        return new HealthMonitor(context, () -> {
            upstreams.close();
            worker.shutdown();
        });
    }
}

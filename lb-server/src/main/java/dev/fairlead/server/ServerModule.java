package dev.fairlead.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.multibindings.Multibinder;
import dev.fairlead.server.backend.RunningBackends;
import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.config.read.ConfigParser;
import dev.fairlead.server.config.reload.ConfigFile;
import dev.fairlead.server.config.reload.Reloader;
import dev.fairlead.server.control.message.AllowedFiles;
import dev.fairlead.server.control.service.ConfigSource;
import dev.fairlead.server.forecast.Forecasts;
import dev.fairlead.server.live.Balancer;
import dev.fairlead.server.live.Forecaster;
import dev.fairlead.server.live.FrontendListener;
import dev.fairlead.server.observe.MonitoringPages;
import dev.fairlead.server.observe.metrics.MetricSource;
import dev.fairlead.server.proxy.front.DataListener;
import dev.fairlead.server.proxy.guard.OwnPages;
import dev.fairlead.server.routing.FailureListener;
import dev.fairlead.server.routing.RecentRequests;
import dev.fairlead.server.routing.RequestLog;
import dev.fairlead.server.routing.RequestRuns;
import dev.fairlead.server.routing.RoutingTables;
import dev.fairlead.server.routing.sticky.StickySecretSource;
import dev.fairlead.server.routing.sticky.StickySecrets;
import dev.fairlead.server.routing.sticky.StickySessions;
import dev.fairlead.server.shadow.Shadows;
import dev.fairlead.server.state.RevisionHistory;
import dev.fairlead.server.state.store.FileStore;
import dev.fairlead.server.state.store.MemoryStore;
import dev.fairlead.server.state.store.RevisionStore;
import dev.fairlead.server.traffic.TrafficSampler;
import dev.fairlead.server.upstream.UpstreamResources;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/** Binds what connects the packages: their threads, and the interfaces by which one is passed to another. */
final class ServerModule extends AbstractModule {

    private static final int RECENT_PER_LANE = 2048;
    private static final int REVISIONS_KEPT = 1000;

    private final BootSettings boot;
    private final ConfigParser parser;
    private final @Nullable ConfigFile file;

    /** @param file null if there is none to reload */
    ServerModule(BootSettings boot, ConfigParser parser, @Nullable ConfigFile file) {
        this.boot = boot;
        this.parser = parser;
        this.file = file;
    }

    @Override
    protected void configure() {
        binder().requireExplicitBindings();
        bind(LoadBalancer.class);
        bind(RoutingTables.class);
        bind(Forecasts.class);
        bind(Shadows.class);
        bind(RunningBackends.class);
        Multibinder.newSetBinder(binder(), MetricSource.class).addBinding().to(ServerMetrics.class);
        bind(ServerMetrics.class);
    }

    @Provides
    @Singleton
    XnioWorker ioThreads() throws IOException {
        int threads = boot.ioThreadsFor(Runtime.getRuntime().availableProcessors());
        return Xnio.getInstance()
                .createWorker(OptionMap.builder()
                        .set(Options.WORKER_NAME, "fairlead-io")
                        .set(Options.WORKER_IO_THREADS, threads)
                        .set(Options.WORKER_TASK_CORE_THREADS, 0)
                        .set(Options.WORKER_TASK_MAX_THREADS, 1)
                        .set(Options.THREAD_DAEMON, true)
                        .getMap());
    }

    @Provides
    @Singleton
    UpstreamResources upstreams(XnioWorker worker) {
        return new UpstreamResources(worker);
    }

    @Provides
    @Singleton
    RecentRequests recentRequests(XnioWorker worker) {
        return new RecentRequests(worker.getIoThreadCount(), RECENT_PER_LANE);
    }

    @Provides
    @Singleton
    RequestRuns runs(RoutingTables tables, RequestLog log, FailureListener witness, RecentRequests recent) {
        return new RequestRuns(tables, System::nanoTime, log, witness, recent);
    }

    @Provides
    @Singleton
    StickySecretSource stickySecretSource() {
        return new StickySecretSource(boot.stateDir(), new SecureRandom());
    }

    /** Without secrets of its own, as long as no pool needs some. */
    @Provides
    @Singleton
    StickySessions stickySessions(XnioWorker worker) {
        SecureRandom random = new SecureRandom();
        return new StickySessions(
                worker.getIoThreadCount(),
                StickySecrets.inMemory(random),
                () -> InstantSource.system().instant().getEpochSecond(),
                random);
    }

    @Provides
    @Singleton
    RevisionHistory revisions() {
        return new RevisionHistory(InstantSource.system(), REVISIONS_KEPT);
    }

    @Provides
    @Singleton
    RevisionStore store() {
        Path folder = boot.stateDir();
        return folder == null ? new MemoryStore() : new FileStore(folder, REVISIONS_KEPT);
    }

    @Provides
    @Singleton
    AllowedFiles allowedFiles(RevisionHistory history) {
        return new AllowedFiles(
                boot, file == null ? null : file.file(), () -> history.current().desired());
    }

    @Provides
    @Singleton
    ConfigSource configSource(Balancer balancer) {
        Reloader reloader = file == null ? null : new Reloader(file, boot, new LiveReloads(balancer));
        return new ConfigSource(parser, boot, file, reloader);
    }

    @Provides
    @Singleton
    TrafficSampler trafficSampler(RoutingTables tables) {
        return new TrafficSampler(tables, System::nanoTime).start();
    }

    @Provides
    @Singleton
    OwnPages ownPages(MonitoringPages pages) {
        return pages::onDataPort;
    }

    @Provides
    FrontendListener frontendListener(DataListener listener) {
        return new DataPortUpdater(listener);
    }

    @Provides
    Forecaster forecaster(Forecasts forecasts) {
        return forecasts::of;
    }
}

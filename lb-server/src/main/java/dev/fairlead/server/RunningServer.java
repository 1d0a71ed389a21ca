package dev.fairlead.server;

import dev.fairlead.server.config.ServerConfig;
import dev.fairlead.server.config.reload.ConfigFile;
import dev.fairlead.server.config.reload.ConfigWatcher;
import dev.fairlead.server.config.reload.Reloader;
import dev.fairlead.server.control.service.ConfigSource;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.live.FirstState;
import dev.fairlead.server.process.ListenAddresses;
import dev.fairlead.server.process.PortsFile;
import dev.fairlead.server.process.RuntimeFile;
import dev.fairlead.server.process.Signals;
import dev.fairlead.server.process.StartFailure;
import dev.fairlead.server.process.Versions;
import dev.fairlead.server.state.Differences;
import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.store.Recovered;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The load balancer as a process: what it reports about itself, and how it is told to reload and to stop. */
final class RunningServer {

    private static final Logger log = LoggerFactory.getLogger(RunningServer.class);
    private static final Duration LOOK_AT_FILE = Duration.ofMillis(500);

    private final LoadBalancer balancer;
    private final ServerConfig config;
    private final RuntimeFile runtimeFile;
    private final ListenAddresses addresses;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable ScheduledExecutorService watcher;

    private RunningServer(
            LoadBalancer balancer, ServerConfig config, RuntimeFile runtimeFile, ListenAddresses addresses) {
        this.balancer = balancer;
        this.config = config;
        this.runtimeFile = runtimeFile;
        this.addresses = addresses;
    }

    static RunningServer start(
            LoadBalancer balancer, ServerConfig config, PortSearch search, boolean fresh, @Nullable Path portsFile)
            throws StartFailure {
        RuntimeFile runtimeFile = RuntimeFile.in(
                RuntimeFile.folder(System.getenv(), Path.of(System.getProperty("user.home"))), new SecureRandom());
        try {
            Recovered former = balancer.recover(fresh);
            ListenAddresses early = balancer.openForOperators(
                    config.boot(), config.desired().frontend().listen(), runtimeFile.token(), search);
            runtimeFile.deleteAtExit();
            runtimeFile.write(early);
            FirstState first = FirstState.of(config.desired(), former);
            InetSocketAddress data = balancer.openForTraffic(first, search);
            ListenAddresses all = new ListenAddresses(data, early.control(), early.admin());
            runtimeFile.write(all);
            if (portsFile != null) {
                PortsFile.write(portsFile, all);
            }
            RunningServer server = new RunningServer(balancer, config, runtimeFile, all);
            server.listenToSignals();
            server.introduce(first);
            return server;
        } catch (IOException e) {
            balancer.close();
            throw new StartFailure(
                    "cannot write " + e.getMessage() + " (" + e.getClass().getSimpleName() + ")", e);
        } catch (StartFailure e) {
            balancer.close();
            throw e;
        }
    }

    ListenAddresses addresses() {
        return addresses;
    }

    private void introduce(FirstState first) {
        log.info(
                "Fairlead {} on JDK {}, process {}",
                Versions.release(),
                Runtime.version().feature(),
                pid());
        log.info(
                "data http://{}  admin http://{}  control {} (token in {})",
                ListenAddresses.text(addresses.data()),
                ListenAddresses.text(addresses.admin()),
                ListenAddresses.text(addresses.control()),
                runtimeFile);
        Revision now = balancer.balancer().history().current();
        for (Pool pool : now.desired().pools().values()) {
            log.info("pool={} strategy={} backends={}", pool.name(), pool.strategy(), ids(pool));
        }
        log.info("state: {}", state(first, now));
    }

    private String state(FirstState first, Revision now) {
        Path folder = config.boot().stateDir();
        if (folder == null) {
            return "memory only; changes made while running end with this process";
        }
        if (first.withoutFile()) {
            return "as revision " + now.number() + " left it in " + folder + "; the file is NOT applied: "
                    + first.conflict();
        }
        int changes = Differences.between(config.desired(), now.desired()).size();
        return first.former().isEmpty()
                ? "kept in " + folder + " (revision " + now.number() + ")"
                : changes + (changes == 1 ? " run-time change" : " run-time changes") + " restored from " + folder
                        + " (revision " + now.number() + ")";
    }

    private static List<String> ids(Pool pool) {
        return pool.backends().stream().map(Backend::id).toList();
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    /** Starts watching the file; SIGHUP reloads it at once. */
    void reloadFrom(ConfigSource source) {
        ConfigFile file = Objects.requireNonNull(source.file(), "a server that is no demonstration has one");
        Reloader reloader = Objects.requireNonNull(source.reloader(), "a file can be read again");
        balancer.metrics().countReloadsOf(reloader);
        Signals.handle(Signals.Kind.HUP, signal -> reloader.reload(signal.toString()));
        if (file.file() != null) {
            ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread named = new Thread(task, "fairlead-config");
                named.setDaemon(true);
                return named;
            });
            new ConfigWatcher(file, reloader).start(thread, LOOK_AT_FILE);
            watcher = thread;
        }
    }

    private void listenToSignals() {
        Signals.handle(Signals.Kind.TERM, this::stop);
        Signals.handle(Signals.Kind.INT, this::stop);
        Signals.handle(
                Signals.Kind.HUP, signal -> log.info("event=reload cause={} result=\"no file to read\"", signal));
    }

    /** The first signal stops gracefully, the second at once. */
    private void stop(Signals.Kind signal) {
        if (stopping.getAndSet(true)) {
            runtimeFile.deleteQuietly();
            Runtime.getRuntime().halt(signal.exitCode());
        }
        log.info("event=stopping cause={}", signal);
        try {
            if (watcher != null) {
                watcher.shutdownNow();
            }
            DesiredState now = balancer.balancer().history().current().desired();
            balancer.stop(now.frontend().shutdown());
            log.info("event=stopped");
        } finally {
            runtimeFile.deleteQuietly();
            stopped.countDown();
        }
    }

    /** Returns the exit code. */
    int awaitStop() throws InterruptedException {
        stopped.await();
        return 0;
    }
}

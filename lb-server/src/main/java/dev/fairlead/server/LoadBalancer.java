package dev.fairlead.server;

import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.control.ControlServer;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Shutdown;
import dev.fairlead.server.desired.SocketAddressSpec;
import dev.fairlead.server.health.HealthMonitor;
import dev.fairlead.server.live.Balancer;
import dev.fairlead.server.live.ControlThread;
import dev.fairlead.server.live.FirstState;
import dev.fairlead.server.observe.AdminServer;
import dev.fairlead.server.observe.Liveness;
import dev.fairlead.server.observe.Readiness;
import dev.fairlead.server.observe.access.AccessRecorder;
import dev.fairlead.server.process.ListenAddresses;
import dev.fairlead.server.process.StartFailure;
import dev.fairlead.server.proxy.front.DataListener;
import dev.fairlead.server.shadow.Shadows;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.state.store.Recovered;
import dev.fairlead.server.state.store.RevisionStore;
import dev.fairlead.server.state.store.StoreException;
import dev.fairlead.server.strategy.StrategyFactory;
import dev.fairlead.server.strategy.plugin.Plugins;
import dev.fairlead.server.traffic.TrafficSampler;
import dev.fairlead.server.upstream.UpstreamResources;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.XnioWorker;

/** Starts and stops the parts in order. */
@Singleton
final class LoadBalancer {

    private static final Logger log = LoggerFactory.getLogger(LoadBalancer.class);

    /** A backend that does not answer its first probe must not delay traffic to the others. */
    private static final Duration FIRST_ROUND = Duration.ofSeconds(2);

    private final Balancer balancer;
    private final HealthMonitor health;
    private final DataListener data;
    private final AdminServer admin;
    private final ControlServer control;
    private final Readiness readiness;
    private final AccessRecorder accessLog;
    private final ControlThread controlThread;
    private final UpstreamResources upstreams;
    private final XnioWorker worker;
    private final ServerMetrics metrics;
    private final RevisionStore store;
    private final TrafficSampler traffic;
    private final Plugins plugins;
    private final Shadows shadows;
    private final StrategyFactory strategies;

    @Inject
    LoadBalancer(
            Balancer balancer,
            HealthMonitor health,
            DataListener data,
            AdminServer admin,
            ControlServer control,
            Readiness readiness,
            AccessRecorder accessLog,
            ControlThread controlThread,
            UpstreamResources upstreams,
            XnioWorker worker,
            ServerMetrics metrics,
            RevisionStore store,
            TrafficSampler traffic,
            Plugins plugins,
            Shadows shadows,
            StrategyFactory strategies,
            Liveness liveness) {
        this.balancer = balancer;
        this.health = health;
        this.data = data;
        this.admin = admin;
        this.control = control;
        this.readiness = readiness;
        this.accessLog = accessLog;
        this.controlThread = controlThread;
        this.upstreams = upstreams;
        this.worker = worker;
        this.metrics = metrics;
        this.store = store;
        this.traffic = traffic;
        this.plugins = plugins;
        this.shadows = shadows;
        this.strategies = strategies;
        metrics.countTurnedAway("control", control::turnedAway);
        metrics.countTurnedAway("admin", admin::turnedAway);
        liveness.dependsOn("the control thread", controlThread::isAlive);
    }

    Balancer balancer() {
        return balancer;
    }

    ServerMetrics metrics() {
        return metrics;
    }

    /** The state that a previous process stored, unless it is to be ignored. */
    Recovered recover(boolean fresh) throws StartFailure {
        try {
            if (fresh) {
                store.startFresh();
                plugins.startFresh().toCompletableFuture().join();
                return Recovered.NOTHING;
            }
            return store.recover();
        } catch (StoreException e) {
            throw new StartFailure("lb.state.dir: " + e.sentence(), e);
        }
    }

    /** Opens the control and admin ports: operators can look and act before traffic is let in. */
    ListenAddresses openForOperators(BootSettings boot, SocketAddressSpec data, String token, PortSearch search)
            throws StartFailure {
        try {
            control.admit(boot.control(), token);
        } catch (InvalidConfigException e) {
            throw new StartFailure(String.valueOf(e.getMessage()), e);
        }
        InetSocketAddress controlAddress =
                search.open("lb.control.listen", boot.control().listen(), spec -> control.open(boot.control(), spec));
        InetSocketAddress adminAddress =
                search.open("lb.admin.listen", boot.admin().listen(), admin::open);
        return new ListenAddresses(new InetSocketAddress(data.host(), data.port()), controlAddress, adminAddress);
    }

    /** Applies the first desired state, waits for the first probes, and lets traffic in. */
    InetSocketAddress openForTraffic(FirstState first, PortSearch search) throws StartFailure {
        plugins.serve(balancer::renewStrategies);
        if (first.withoutFile()) {
            log.error("event=file-not-applied cause=\"{}\"", first.conflict());
        }
        Frontend frontend = apply(first).frontend();
        awaitFirstRound();
        InetSocketAddress address = search.open("lb.listen", frontend.listen(), spec -> {
            data.open(frontend.withListen(spec));
            return data.address();
        });
        readiness.ready();
        return address;
    }

    private DesiredState apply(FirstState first) throws StartFailure {
        try {
            return balancer.start(first).toCompletableFuture().join().after();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ChangeRefused refused) {
                throw new StartFailure("lb." + refused.field() + ": " + refused.sentence(), e);
            }
            throw e;
        }
    }

    private void awaitFirstRound() {
        try {
            health.firstRound()
                    .thenCompose(probed -> balancer.settled())
                    .toCompletableFuture()
                    .get(FIRST_ROUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.warn("event=started cause=\"some backends have not answered their first probe within 2 s\"");
        } catch (ExecutionException e) {
            throw new IllegalStateException("the first round of probes", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Reports not ready, then accepts no new clients, then waits for the last answers; requests still running at the
     * deadline are cut.
     */
    void stop(Shutdown shutdown) {
        readiness.notReady("stopping");
        pause(shutdown.grace());
        data.stopAccepting();
        CompletionStage<Void> drained = data.drain();
        try {
            drained.toCompletableFuture().get(shutdown.drain().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.warn("event=cut connections={} cause=\"still open after shutdown.drain\"", data.connections());
            data.cut();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the drain", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    private void pause(Duration grace) {
        try {
            // Only an interrupt ends it early: this gives upstream load balancers time to send traffic elsewhere.
            worker.awaitTermination(grace.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends every thread, whatever it is doing. */
    void close() {
        control.close();
        shadows.close();
        traffic.close();
        admin.close();
        data.stopAccepting();
        health.close();
        plugins.close();
        controlThread.close();
        strategies.close();
        accessLog.close();
        store.close();
        upstreams.close();
        worker.shutdownNow();
    }
}

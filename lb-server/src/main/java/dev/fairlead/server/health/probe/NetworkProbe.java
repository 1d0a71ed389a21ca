package dev.fairlead.server.health.probe;

import dev.fairlead.server.desired.Connections;
import dev.fairlead.server.desired.Durations;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.upstream.Acquisition;
import dev.fairlead.server.upstream.BackendConnections;
import dev.fairlead.server.upstream.ConnectionCallback;
import dev.fairlead.server.upstream.Reuse;
import dev.fairlead.server.upstream.UpstreamFailure;
import dev.fairlead.server.upstream.address.Destination;
import dev.fairlead.server.upstream.timer.Timer;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A probe over its own connection, because a kept connection may outlive a listener that is long gone. One timer limits
 * all of it. Runs only on the health thread.
 */
abstract class NetworkProbe implements Prober.Probe, ConnectionCallback {
    private static final Connections NONE_KEPT = new Connections(0, Duration.ZERO, 0);

    private final ProbeNetwork network;
    private final HealthPolicy policy;
    private final String address;
    private final Consumer<ProbeResult> answer;
    private final BackendConnections connections;
    private final long startedAt;
    private boolean answered;
    private @Nullable Timer timer;
    private @Nullable Acquisition acquisition;

    NetworkProbe(ProbeNetwork network, Destination destination, HealthPolicy policy, Consumer<ProbeResult> answer) {
        this.network = network;
        this.policy = policy;
        this.answer = answer;
        address = destination.authority();
        connections = new BackendConnections(network.upstreams(), destination, NONE_KEPT);
        startedAt = network.nanoClock().getAsLong();
    }

    final void start() {
        timer = network.upstreams()
                .timers(network.thread())
                .schedule(policy.timeout().toNanos(), this::timedOut);
        acquisition = connections.acquire(network.thread(), Reuse.NONE, 0, this);
    }

    final HealthPolicy policy() {
        return policy;
    }

    final String address() {
        return address;
    }

    final boolean answered() {
        return answered;
    }

    final Duration took() {
        return Duration.ofNanos(network.nanoClock().getAsLong() - startedAt);
    }

    /** The first answer counts. */
    final void answer(ProbeResult result) {
        if (!answered) {
            answered = true;
            answer.accept(result);
        }
    }

    private void timedOut() {
        Acquisition pending = acquisition;
        if (pending != null && pending.isResolving()) {
            answer(ProbeResult.notAsked(
                    "looking up the name in " + address + " took longer than " + Durations.text(policy.timeout()),
                    took()));
        }
        answer(ProbeResult.none(late() + " within " + Durations.text(policy.timeout()), took()));
        cancel();
    }

    /** What has not happened yet, to be followed by {@code within 5s}. */
    abstract String late();

    @Override
    public void failed(UpstreamFailure failure, String detail) {
        boolean ours = failure == UpstreamFailure.UNRESOLVED || failure == UpstreamFailure.NO_RESOURCES;
        String what = unconnected(failure, detail);
        answer(ours ? ProbeResult.notAsked(what, took()) : ProbeResult.none(what, took()));
        finish();
    }

    private String unconnected(UpstreamFailure failure, String detail) {
        return switch (failure) {
            case REFUSED -> "connect to " + address + " refused";
            case CONNECT_TIMEOUT -> "connect to " + address + " timed out";
            case UNRESOLVED -> "the name in " + address + " cannot be resolved";
            case NO_RESOURCES -> detail;
            case TLS_FAILED -> "TLS with " + address + " failed: " + detail;
            default -> "connect to " + address + " failed: " + detail;
        };
    }

    /** Lets go of everything but a connection that is still in use. */
    final void finish() {
        Timer armed = timer;
        timer = null;
        if (armed != null) {
            armed.cancel();
        }
        connections.close();
    }

    @Override
    public void cancel() {
        answered = true;
        Acquisition pending = acquisition;
        acquisition = null;
        if (pending != null) {
            pending.cancel();
        }
        finish();
    }
}

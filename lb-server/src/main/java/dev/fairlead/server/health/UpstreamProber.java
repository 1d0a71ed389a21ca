package dev.fairlead.server.health;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.HealthType;
import dev.fairlead.server.upstream.Destination;
import java.util.function.Consumer;

/** Probes over real connections. */
final class UpstreamProber implements Prober {
    private final ProbeNetwork network;

    UpstreamProber(ProbeNetwork network) {
        this.network = network;
    }

    @Override
    public Probe start(RunningBackend backend, HealthPolicy policy, Consumer<ProbeResult> answer) {
        Destination destination = backend.connections().destination();
        NetworkProbe probe = policy.type() == HealthType.HTTP
                ? new HttpProbe(network, destination, policy, answer)
                : new TcpProbe(network, destination, policy, answer);
        probe.start();
        return probe;
    }
}

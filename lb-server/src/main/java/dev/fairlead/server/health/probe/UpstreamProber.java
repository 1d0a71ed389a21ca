package dev.fairlead.server.health.probe;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.HealthType;
import dev.fairlead.server.upstream.address.Destination;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Probes over real connections. */
public final class UpstreamProber implements Prober {
    private static final Logger log = LoggerFactory.getLogger(UpstreamProber.class);

    private final ProbeNetwork network;

    public UpstreamProber(ProbeNetwork network) {
        this.network = network;
    }

    /** A probe that cannot even begin is over: otherwise its backend would wait for an answer for ever. */
    @Override
    public Probe start(RunningBackend backend, HealthPolicy policy, Consumer<ProbeResult> answer) {
        try {
            NetworkProbe probe = probe(backend.connections().destination(), policy, answer);
            probe.start();
            return probe;
        } catch (RuntimeException e) {
            log.error("pool={} backend={} event=probe-failed", backend.pool(), backend.id(), e);
            answer.accept(ProbeResult.notAsked(String.valueOf(e.getMessage()), Duration.ZERO));
            return () -> {};
        }
    }

    private NetworkProbe probe(Destination destination, HealthPolicy policy, Consumer<ProbeResult> answer) {
        return policy.type() == HealthType.HTTP
                ? new HttpProbe(network, destination, policy, answer)
                : new TcpProbe(network, destination, policy, answer);
    }
}

package dev.fairlead.server.health.probe;

import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.upstream.UpstreamConnection;
import dev.fairlead.server.upstream.address.Destination;
import java.util.function.Consumer;

/** A backend is healthy if it accepts a connection; without TLS. */
final class TcpProbe extends NetworkProbe {

    TcpProbe(ProbeNetwork network, Destination destination, HealthPolicy policy, Consumer<ProbeResult> answer) {
        super(network, new Destination(destination.host(), destination.port(), null), policy, answer);
    }

    @Override
    public void connected(UpstreamConnection connection) {
        connection.release();
        answer(ProbeResult.healthy("connect to " + address() + " succeeded", took()));
        finish();
    }

    @Override
    String late() {
        return "connect to " + address() + " did not succeed";
    }
}

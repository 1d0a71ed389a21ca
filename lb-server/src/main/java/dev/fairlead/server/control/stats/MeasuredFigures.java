package dev.fairlead.server.control.stats;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.control.message.RecentFigures;
import dev.fairlead.server.traffic.Quantiles;
import dev.fairlead.server.traffic.TrafficSampler;
import jakarta.inject.Inject;
import java.util.OptionalDouble;

/** The figures of a backend for the last ten seconds, as computed by the sampler. */
final class MeasuredFigures implements RecentFigures {
    private final TrafficSampler traffic;

    @Inject
    MeasuredFigures(TrafficSampler traffic) {
        this.traffic = traffic;
    }

    @Override
    public double share(RunningBackend backend) {
        return traffic.of(backend).share();
    }

    @Override
    public OptionalDouble latencySeconds(RunningBackend backend) {
        Quantiles latency = traffic.of(backend).latency();
        return latency.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(latency.p50());
    }
}

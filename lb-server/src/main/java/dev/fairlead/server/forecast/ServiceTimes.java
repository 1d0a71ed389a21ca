package dev.fairlead.server.forecast;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.traffic.Quantiles;
import dev.fairlead.server.traffic.TrafficSampler;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The assumed speed of a pool's backends: as recently measured; a backend without measurements is like the others. */
final class ServiceTimes {
    private final Map<RunningBackend, Quantiles> measured = new HashMap<>();
    private final ServiceTime other;

    ServiceTimes(TrafficSampler traffic, List<PoolTable> tables) {
        for (PoolTable table : tables) {
            for (BackendView view : table.backends()) {
                Quantiles latency = traffic.of(view.running()).latency();
                if (!latency.isEmpty()) {
                    measured.put(view.running(), latency);
                }
            }
        }
        List<Quantiles> known = measured.values().stream()
                .sorted(Comparator.comparingDouble(Quantiles::p50))
                .toList();
        other = known.isEmpty() ? ServiceTime.UNKNOWN : new ServiceTime(known.get(known.size() / 2));
    }

    ServiceTime of(RunningBackend backend) {
        Quantiles latency = measured.get(backend);
        return latency == null ? other : new ServiceTime(latency);
    }

    boolean isMeasured(RunningBackend backend) {
        return measured.containsKey(backend);
    }

    boolean nothingMeasured() {
        return measured.isEmpty();
    }
}

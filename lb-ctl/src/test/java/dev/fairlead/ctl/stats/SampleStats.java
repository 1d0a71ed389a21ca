package dev.fairlead.ctl.stats;

import dev.fairlead.control.v1.BackendStats;
import dev.fairlead.control.v1.Latency;
import dev.fairlead.control.v1.PoolStats;
import dev.fairlead.control.v1.Stats;

/** Figures of a busy pool. */
final class SampleStats {

    private SampleStats() {}

    static Stats of(int backends) {
        PoolStats.Builder pool = PoolStats.newBuilder()
                .setPool("default")
                .setStrategy("p2c")
                .setRequestsPerSecond(123.4)
                .setRequestsTotal(1000)
                .putResponses("5xx", 10)
                .putResponses("2xx", 990)
                .putResponses("4xx", 0)
                .setRetriesTotal(4)
                .setLatency(Latency.newBuilder().setP50(0.0025).setP99(12.5));
        for (int i = 1; i <= backends; i++) {
            pool.addBackends(BackendStats.newBuilder()
                    .setId("b" + i)
                    .setAddress("127.0.0.1:" + (3000 + i))
                    .setHealth("up")
                    .setAdminState("ready")
                    .setWeight(1)
                    .setInFlight(3)
                    .setShare(1.0 / backends)
                    .setRequestsPerSecond(123.4 / backends)
                    .setAttemptsTotal(1000 / backends)
                    .setFailuresTotal(1)
                    .setLatency(Latency.newBuilder().setP50(0.0025).setP99(0.25)));
        }
        return Stats.newBuilder().setGeneration(5).addPools(pool).build();
    }
}

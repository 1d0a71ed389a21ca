package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.it.support.BackendProcess;
import dev.fairlead.it.support.LbProcess;
import dev.fairlead.it.support.LoadLoop;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What other tests rest on: a killed backend's record names every request that it answered. */
class WitnessIT {

    private static final int AS_FAST_AS_IT_GOES = 1_000_000;

    @Test
    void aKilledBackendsRecordIsReadToItsEnd() {
        try (BackendProcess backend = BackendProcess.start("a");
                LbProcess lb = LbProcess.over(List.of(backend.address()), "strategy = round_robin")) {
            lb.awaitHealthy(1);
            try (LoadLoop load = LoadLoop.posts(lb.data(), "/orders?n=", 16, AS_FAST_AS_IT_GOES)) {
                for (int life = 0; life < 2; life++) {
                    load.awaitMore(200, 1_000);
                    backend.kill();
                    backend.restart();
                }
                load.stop();
                backend.kill();

                assertThat(backend.executions()).hasSizeGreaterThanOrEqualTo((int) load.count(200));
            }
        }
    }
}

package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.fairlead.it.support.BackendProcess;
import dev.fairlead.it.support.LbCtl;
import dev.fairlead.it.support.LbProcess;
import dev.fairlead.it.support.LoadLoop;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A candidate is tried on real requests and promoted, while traffic flows. */
class ShadowIT {

    private static final int RATE = 300;

    @Test
    void aCandidateIsWatchedAndPromotedWithoutOneFailedRequest() {
        List<BackendProcess> backends =
                Stream.of("one", "two", "three").map(BackendProcess::start).toList();
        List<String> addresses = backends.stream().map(BackendProcess::address).toList();
        try (LbProcess lb = LbProcess.over(addresses, "strategy = round_robin")) {
            lb.awaitHealthy(3);
            try (LoadLoop load = LoadLoop.gets(lb.data(), "/", 8, RATE)) {
                load.awaitMore(200, RATE);
                long before = load.from(addresses.get(1));

                LbCtl watched = lb.ctl("strategy", "shadow", "first", "-n", "3", "-o", "json")
                        .ok();

                List<Config> reports =
                        watched.lines().stream().map(ConfigFactory::parseString).toList();
                assertThat(reports).hasSize(3);
                Config last = reports.get(2);
                assertThat(last.getString("candidate")).isEqualTo("first");
                assertThat(last.getDouble("agreement")).isBetween(0.28, 0.39);
                assertThat(last.getConfigList("shares"))
                        .extracting(share -> share.getString("backend"))
                        .containsExactlyElementsOf(addresses);
                assertThat(last.getConfigList("shares"))
                        .extracting(share -> share.getDouble("candidate"))
                        .containsExactly(1.0, 0.0, 0.0);
                assertThat(last.getDouble("spreadCandidate")).isGreaterThan(last.getDouble("spreadLive"));
                assertThat(load.from(addresses.get(1))).as("it routes nothing").isGreaterThan(before);

                LbCtl shown = lb.ctl("strategy", "shadow", "least_connections", "-n", "2")
                        .ok();
                assertThat(shown.out())
                        .contains("least_connections: ", "the same choice for", "spread", "a choice costs");
                LbCtl promoted =
                        lb.ctl("strategy", "promote", "-m", "fuller is later").ok();
                assertThat(promoted.toString()).contains("pool default now uses least_connections");
                assertThat(lb.ctl("strategy", "show").ok().out()).contains("least_connections");
                assertThat(lb.ctl("config", "history").ok().out()).contains("fuller is later");

                LbCtl nobody = lb.ctl("strategy", "promote");
                assertThat(nobody.exit()).as(nobody.toString()).isEqualTo(6);
                assertThat(nobody.err()).contains("has no shadow");
                assertThat(lb.ctl("strategy", "shadow", "--off").ok().err()).contains("pool default has no shadow");

                load.awaitMore(200, RATE);
                load.stop();
                assertThat(load.failures()).as(load + "\n" + lb.said()).isEmpty();
                assertThat(load.statuses()).as(lb.said()).containsOnlyKeys(200);
            }
        } finally {
            backends.forEach(BackendProcess::close);
        }
    }
}

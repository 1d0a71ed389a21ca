package dev.fairlead.server.control.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.BackendStats;
import dev.fairlead.control.v1.GetStatsRequest;
import dev.fairlead.control.v1.ListBackendsRequest;
import dev.fairlead.control.v1.PoolStats;
import dev.fairlead.control.v1.Stats;
import dev.fairlead.server.control.ControlRig;
import dev.fairlead.server.control.Operator;
import dev.fairlead.server.traffic.TrafficSampler;
import io.grpc.Status;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of traffic that really flowed. */
class StatsTest {

    private static final int REQUESTS = 20;

    @TempDir
    private Path folder;

    private ControlRig rig;
    private Operator operator;

    @BeforeEach
    void start() throws Exception {
        rig = ControlRig.start(folder, 2, "pools.default.strategy = round_robin");
        operator = rig.operator();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private void requests() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        URI uri = URI.create("http://127.0.0.1:" + rig.server().data().getPort() + "/");
        for (int i = 0; i < REQUESTS; i++) {
            client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
        }
        rig.server().get(TrafficSampler.class).sample();
    }

    private Stats stats(String pool) {
        return operator.pools()
                .getStats(GetStatsRequest.newBuilder().setPool(pool).build())
                .getStats();
    }

    @Test
    void figuresAreOfTheRequestsThatWereMade() throws Exception {
        requests();
        Stats stats = stats("");

        assertThat(stats.getGeneration()).isPositive();
        assertThat(stats.getPoolsList()).hasSize(1);
        PoolStats pool = stats.getPools(0);
        assertThat(pool.getRequestsTotal()).isEqualTo(REQUESTS);
        assertThat(pool.getStrategy()).isEqualTo("round_robin");
        assertThat(pool.getRequestsPerSecond()).isPositive();
        assertThat(pool.getLatency().getP50())
                .isPositive()
                .isLessThanOrEqualTo(pool.getLatency().getP99());
        assertThat(pool.getBackendsList())
                .extracting(BackendStats::getAttemptsTotal)
                .containsExactly(REQUESTS / 2L, REQUESTS / 2L);
        assertThat(pool.getBackends(0).getShare()).isEqualTo(0.5, within(1e-9));
        assertThat(pool.getBackends(0).getHealth()).isEqualTo("up");
        assertThat(pool.getBackends(0).getAdminState()).isEqualTo("ready");
        assertThat(pool.getBackends(0).getConnectionsOpen())
                .isGreaterThanOrEqualTo(pool.getBackends(0).getConnectionsIdle())
                .isPositive();

        List<Backend> backends = operator.backends()
                .listBackends(ListBackendsRequest.getDefaultInstance())
                .getBackendsList();
        assertThat(backends).allSatisfy(backend -> {
            assertThat(backend.getShare()).isEqualTo(0.5, within(1e-9));
            assertThat(backend.getLatency())
                    .isEqualTo(pool.getBackendsList().stream()
                            .filter(each -> each.getId().equals(backend.getId()))
                            .findFirst()
                            .orElseThrow()
                            .getLatency()
                            .getP50());
        });
    }

    @Test
    void anUnknownPoolIsSaidToBeOne() {
        Operator.refused(() -> stats("defualt")).is(Status.Code.NOT_FOUND);
    }
}

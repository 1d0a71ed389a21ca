package dev.fairlead.ctl.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.control.v1.GetStatsRequest;
import dev.fairlead.control.v1.GetStatsResponse;
import dev.fairlead.control.v1.PoolServiceGrpc;
import dev.fairlead.ctl.support.ScriptedServer;
import dev.fairlead.ctl.support.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatsTest {

    private final ScriptedServer server = ScriptedServer.start();
    private final User user = User.of(server);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void figuresArePrintedForEachPool() {
        server.on(
                PoolServiceGrpc.getGetStatsMethod(),
                GetStatsResponse.newBuilder()
                        .setRevision(3)
                        .setStats(SampleStats.of(2))
                        .build());

        assertThat(user.types("stats")).isZero();

        assertThat(server.askedOnce(GetStatsRequest.class).getPool()).isEmpty();
        assertThat(user.out()).isEqualTo("""
                pool default, p2c: 123/s, p50 2.5 ms, p99 12.5 s; 1000 requests (2xx 990, 5xx 10), 4 retries, 0 without a backend
                BACKEND  HEALTH  ADMIN  WEIGHT  IN-FLIGHT  REQ/S  SHARE     P50     P99  ATTEMPTS  FAILURES  REASON
                b1       up      ready       1          3   61.7  50.0%  2.5 ms  250 ms       500         1  -
                b2       up      ready       1          3   61.7  50.0%  2.5 ms  250 ms       500         1  -
                """);
    }

    @Test
    void namesAreThoseOfTheBackends() {
        server.on(
                PoolServiceGrpc.getGetStatsMethod(),
                GetStatsResponse.newBuilder().setStats(SampleStats.of(2)).build());

        user.types("stats --pool default -o name");

        assertThat(user.out()).isEqualTo("b1\nb2\n");
        assertThat(server.askedOnce(GetStatsRequest.class).getPool()).isEqualTo("default");
    }
}

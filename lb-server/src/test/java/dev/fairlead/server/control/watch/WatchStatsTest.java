package dev.fairlead.server.control.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import dev.fairlead.control.v1.CreatePoolRequest;
import dev.fairlead.control.v1.DeletePoolRequest;
import dev.fairlead.control.v1.Pool;
import dev.fairlead.control.v1.PoolStats;
import dev.fairlead.control.v1.WatchServiceGrpc;
import dev.fairlead.control.v1.WatchStatsRequest;
import dev.fairlead.control.v1.WatchStatsResponse;
import dev.fairlead.server.TestServer;
import dev.fairlead.server.control.ControlRig;
import dev.fairlead.server.control.Operator;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchStatsTest {

    private static final int MILLION = 1_000_000;

    private static final String MANY = IntStream.range(0, 100)
            .mapToObj(i -> "\"127.0.0.1:" + (40_000 + i) + "\"")
            .collect(Collectors.joining(", ", "pools.many { health-check.type = none, backends = [", "] }"));

    @TempDir
    private Path folder;

    private final Context.CancellableContext watching = Context.current().withCancellation();
    private ControlRig rig;
    private Operator operator;

    @BeforeEach
    void start() throws Exception {
        rig = ControlRig.start(folder, 2, MANY);
        operator = rig.operator();
    }

    @AfterEach
    void stop() {
        watching.cancel(null);
        rig.close();
    }

    private Iterator<WatchStatsResponse> watch(Channel channel, String pool, int millis) throws Exception {
        return watching.call(() -> WatchServiceGrpc.newBlockingStub(channel)
                .watchStats(WatchStatsRequest.newBuilder()
                        .setPool(pool)
                        .setInterval(
                                Duration.newBuilder().setSeconds(millis / 1000).setNanos(millis % 1000 * MILLION))
                        .build()));
    }

    @Test
    void figuresComeAtASteadyPaceAndTheFirstAtOnce() throws Exception {
        long began = System.nanoTime();
        Iterator<WatchStatsResponse> stats = watch(operator.channel(), "", 100);
        WatchStatsResponse first = stats.next();
        WatchStatsResponse last = first;
        for (int i = 0; i < 5; i++) {
            last = stats.next();
        }
        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(400L * MILLION);
        assertThat(first.getStats().getPools(0).getBackendsCount()).isEqualTo(2);
        assertThat(last.getStats().getUptime()).isNotEqualTo(first.getStats().getUptime());
        assertThat(last.getNodeId()).isEqualTo(first.getNodeId()).hasSize(16);
        assertThat(last.getRevision()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 99, -5, 90_000_000})
    void anIntervalOutOfRangeIsNamed(int millis) {
        Operator.Refused refused = Operator.refused(() -> {
            try {
                return watch(operator.channel(), "", millis).next();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        assertThat(refused.is(Status.Code.INVALID_ARGUMENT).violations())
                .singleElement()
                .asString()
                .startsWith("interval: is " + millis + " ms, expected ");
    }

    @Test
    void aPoolThatGoesEndsItsFigures() throws Exception {
        operator.pools()
                .createPool(CreatePoolRequest.newBuilder()
                        .setPool(Pool.newBuilder().setName("blue").setMinHealthy(0))
                        .build());
        Iterator<WatchStatsResponse> stats = watch(operator.channel(), "blue", 100);
        assertThat(stats.next().getStats().getPoolsList())
                .extracting(PoolStats::getPool)
                .containsExactly("blue");
        operator.pools()
                .deletePool(DeletePoolRequest.newBuilder()
                        .setPool("blue")
                        .setForce(true)
                        .build());
        Operator.refused(() -> {
                    while (stats.hasNext()) {
                        stats.next();
                    }
                    return "the end";
                })
                .is(Status.Code.NOT_FOUND);
        Await.until("nobody is told", () -> rig.server().get(WatchMetrics.class).statsWatchers() == 0);
    }

    @Test
    void whoReadsSlowlyMissesSomeAndKeepsNobody() throws Exception {
        WatchMetrics feeds = rig.server().get(WatchMetrics.class);
        try (StuckRelay relay = new StuckRelay(rig.server().control());
                Operator slow = Operator.at(relay.address(), TestServer.TOKEN)) {
            Iterator<WatchStatsResponse> stuck = watch(slow.channel(), "", 100);
            stuck.next();
            relay.stick();
            // All buffers on the way have to be full first, so the messages are large and many.
            for (int i = 0; i < 50; i++) {
                watch(slow.channel(), "", 100);
            }
            Iterator<WatchStatsResponse> other = watch(operator.channel(), "", 100);
            while (feeds.missed() == 0) {
                assertThat(other.next().getStats().getPoolsCount()).isEqualTo(2);
            }
        }
    }
}

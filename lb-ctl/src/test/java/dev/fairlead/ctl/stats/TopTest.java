package dev.fairlead.ctl.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.control.v1.WatchServiceGrpc;
import dev.fairlead.control.v1.WatchStatsRequest;
import dev.fairlead.control.v1.WatchStatsResponse;
import dev.fairlead.ctl.support.ScriptedServer;
import dev.fairlead.ctl.support.User;
import dev.fairlead.ctl.value.Spans;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopTest {

    private final ScriptedServer server = ScriptedServer.start();
    private final User user = User.of(server);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void framesFollowEachOtherWhenPiped() {
        serveFrames(3);

        assertThat(user.types("top -n 2 --interval 200ms")).isZero();

        assertThat(server.askedOnce(WatchStatsRequest.class).getInterval())
                .isEqualTo(Spans.proto(Duration.ofMillis(200)));
        assertThat(user.outLines())
                .hasSize(2 * 7)
                .allSatisfy(
                        line -> assertThat(line).hasSizeLessThanOrEqualTo(80).doesNotContain("\u001b"));
        assertThat(user.out())
                .contains("pool default, p2c: 123/s, p50 2.5 ms, p99 12.5 s, 4 retries")
                .containsPattern("b1 +up +ready +1 +3 +41\\.1 +33\\.3% +2\\.5ms +250ms +1\n");
    }

    @Test
    void documentsAreALineAFrame() {
        serveFrames(1);

        assertThat(user.types("top -n 1 -o json")).isZero();

        assertThat(user.outLines()).hasSize(1);
        assertThat(user.out()).contains("\"requestsPerSecond\":123.4");
    }

    @Test
    void aTerminalShowsWhatFits() {
        List<String> lines = new TopFrame(SampleStats.of(100), false).lines(24);

        assertThat(lines).hasSize(23).last().isEqualTo("82 more lines");
    }

    @Test
    void wrongFlagsAreUsage() {
        assertThat(user.types("top -n 0")).isEqualTo(2);
        assertThat(user.types("top --interval 50ms")).isEqualTo(2);
        assertThat(user.err()).contains("--interval is 50ms, expected 100ms or more");
    }

    private void serveFrames(int backends) {
        server.onStream(WatchServiceGrpc.getWatchStatsMethod(), (request, reader) -> {
            WatchStatsResponse frame = WatchStatsResponse.newBuilder()
                    .setStats(SampleStats.of(backends))
                    .build();
            reader.onNext(frame);
            reader.onNext(frame);
        });
    }
}

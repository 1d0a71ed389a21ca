package dev.fairlead.ctl.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import com.google.protobuf.Timestamp;
import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.BackendChanged;
import dev.fairlead.control.v1.BackendRemoved;
import dev.fairlead.control.v1.Pool;
import dev.fairlead.control.v1.Resync;
import dev.fairlead.control.v1.Revision;
import dev.fairlead.control.v1.StateSnapshot;
import dev.fairlead.control.v1.WatchServiceGrpc;
import dev.fairlead.control.v1.WatchStateRequest;
import dev.fairlead.control.v1.WatchStateResponse;
import dev.fairlead.ctl.support.ScriptedServer;
import dev.fairlead.ctl.support.User;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchTest {

    private static final Backend B2 = Backend.newBuilder()
            .setId("b2")
            .setPool("default")
            .setHealth(Backend.Health.down)
            .setAdminState(Backend.AdminState.ready)
            .setWeight(3)
            .setReason("connection refused")
            .build();

    private final ScriptedServer server = ScriptedServer.start();
    private final User user = User.of(server);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatChangesIsTold() {
        serve(
                event(7, "n1")
                        .setSnapshot(StateSnapshot.newBuilder()
                                .addPools(Pool.newBuilder())
                                .addBackends(B2))
                        .build(),
                event(8, "n1")
                        .setAccepted(Revision.newBuilder()
                                .setRevision(8)
                                .setAuthor("alice")
                                .setMessage("why")
                                .addDifferences("pool default backend b2 weight 1 -> 3"))
                        .build(),
                event(8, "n1")
                        .setBackendChanged(BackendChanged.newBuilder()
                                .setBackend(B2.toBuilder()
                                        .setHealth(Backend.Health.up)
                                        .clearReason()))
                        .build(),
                event(9, "n1")
                        .setBackendRemoved(
                                BackendRemoved.newBuilder().setPool("default").setId("b2"))
                        .build(),
                event(9, "n1")
                        .setResync(Resync.newBuilder().setReason("too slow"))
                        .build());

        assertThat(user.types("watch -n 5")).isZero();

        assertThat(user.out()).isEqualTo("""
                2026-01-02 03:04:05  revision 7: 1 pool, 1 backend
                2026-01-02 03:04:05  default/b2 is down, ready, weight 3, 0 in flight: connection refused
                2026-01-02 03:04:05  revision 8 by alice (why): pool default backend b2 weight 1 -> 3
                2026-01-02 03:04:05  default/b2 is up, ready, weight 3, 0 in flight
                2026-01-02 03:04:05  default/b2 is gone
                2026-01-02 03:04:05  missed events: too slow
                """);
    }

    @Test
    void eventsAreJsonLines() {
        serve(
                event(7, "n1").setSnapshot(StateSnapshot.newBuilder()).build(),
                event(8, "n1").build());

        assertThat(user.types("watch -n 2 -o json --pool api --since 6")).isZero();

        assertThat(user.outLines()).hasSize(2);
        assertThat(JsonParser.parseString(user.outLines().get(1))
                        .getAsJsonObject()
                        .get("revision")
                        .getAsInt())
                .isEqualTo(8);
        WatchStateRequest request = server.askedOnce(WatchStateRequest.class);
        assertThat(request.getPool()).isEqualTo("api");
        assertThat(request.getResumeRevision()).isEqualTo(6);
    }

    @Test
    void aBrokenStreamContinuesAfterTheLastRevision() {
        server.onStream(WatchServiceGrpc.getWatchStateMethod(), (request, reader) -> {
            if (request.hasResumeRevision()) {
                reader.onNext(event(9, "n2").build());
            } else {
                reader.onNext(event(8, "n1").build());
                reader.onError(Status.UNAVAILABLE.withDescription("going away").asRuntimeException());
            }
        });

        assertThat(user.types("watch -n 2 -o name")).isZero();

        assertThat(user.out()).isEqualTo("8\n9\n");
        assertThat(server.asked(WatchStateRequest.class))
                .extracting(WatchStateRequest::hasResumeRevision, WatchStateRequest::getResumeRevision)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(false, 0), org.assertj.core.groups.Tuple.tuple(true, 8));
        assertThat(user.err())
                .contains("lost the connection to the server at " + server.address() + " (going away); retrying")
                .contains("the server was restarted");
    }

    @Test
    void whatIsTooOldToContinueBeginsAnew() {
        server.onStream(WatchServiceGrpc.getWatchStateMethod(), (request, reader) -> {
            if (request.hasResumeRevision()) {
                reader.onError(Status.OUT_OF_RANGE
                        .withDescription("revision 8 is too old")
                        .asRuntimeException());
            } else {
                reader.onNext(event(8, "n1").build());
                if (server.asked(WatchStateRequest.class).size() == 1) {
                    reader.onCompleted();
                }
            }
        });

        assertThat(user.types("watch -n 2 -o name")).isZero();

        assertThat(user.err())
                .contains("the server went away; retrying")
                .contains("revision 8 is too old; starting over");
    }

    @Test
    void aServerThatWasNeverReachedIsNotWaitedFor() {
        server.close();

        assertThat(user.types("watch")).isEqualTo(3);
    }

    @Test
    void aRefusalEndsIt() {
        server.onRequest(WatchServiceGrpc.getWatchStateMethod(), request -> {
            throw Status.OUT_OF_RANGE.withDescription("revision 3 is too old").asRuntimeException();
        });

        assertThat(user.types("watch --since 3")).isEqualTo(2);
        assertThat(user.err()).isEqualTo("lb-ctl: revision 3 is too old\n");
        assertThat(user.types("watch --since -3")).isEqualTo(2);
        assertThat(user.types("watch -n 0")).isEqualTo(2);
    }

    private void serve(WatchStateResponse... events) {
        server.onStream(
                WatchServiceGrpc.getWatchStateMethod(),
                (request, reader) -> List.of(events).forEach(reader::onNext));
    }

    private static WatchStateResponse.Builder event(int revision, String node) {
        return WatchStateResponse.newBuilder()
                .setRevision(revision)
                .setNodeId(node)
                .setTime(Timestamp.newBuilder().setSeconds(1_767_323_045));
    }
}

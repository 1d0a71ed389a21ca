package dev.fairlead.ctl.backends;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.control.v1.AddBackendResponse;
import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.BackendChanged;
import dev.fairlead.control.v1.BackendRemoved;
import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.ChangeOutcome;
import dev.fairlead.control.v1.DrainBackendRequest;
import dev.fairlead.control.v1.DrainBackendResponse;
import dev.fairlead.control.v1.GetBackendRequest;
import dev.fairlead.control.v1.GetBackendResponse;
import dev.fairlead.control.v1.RemoveBackendRequest;
import dev.fairlead.control.v1.RemoveBackendResponse;
import dev.fairlead.control.v1.StateSnapshot;
import dev.fairlead.control.v1.UpdateBackendResponse;
import dev.fairlead.control.v1.WatchServiceGrpc;
import dev.fairlead.control.v1.WatchStateResponse;
import dev.fairlead.ctl.support.ScriptedServer;
import dev.fairlead.ctl.support.User;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** --wait and --drain-timeout. */
class WaitingTest {

    private static final ChangeOutcome CHANGED =
            ChangeOutcome.newBuilder().setChanged(true).build();

    private final ScriptedServer server = ScriptedServer.start();
    private final User user = User.of(server);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void addWaitsUntilTheBackendIsUp() {
        serveAdd();
        serveWatch(
                snapshot(backend(Backend.Health.unknown, 0)),
                changed(backend(Backend.Health.down, 0)),
                changed(backend(Backend.Health.up, 0)));

        assertThat(user.types("backends add 127.0.0.1:3002 --id b2 --wait")).isZero();

        assertThat(user.outLines()).last().asString().contains("b2").contains("up");
    }

    @Test
    void whatIsNotUpInTimeIsSaidAsItWasSeenLast() {
        serveAdd();
        server.onStream(WatchServiceGrpc.getWatchStateMethod(), (request, reader) -> {
            reader.onNext(snapshot(backend(Backend.Health.unknown, 0)));
            reader.onNext(changed(backend(Backend.Health.down, 0).toBuilder()
                    .setReason("connection refused")
                    .build()));
        });

        assertThat(user.types("backends add 127.0.0.1:3002 --id b2 --wait --timeout 300ms"))
                .isEqualTo(7);

        assertThat(user.err())
                .startsWith("backend b2 added to pool default (revision 8)\n")
                .endsWith("lb-ctl: backend b2 is not up after 300ms; last seen: down, 0 requests in flight"
                        + " (connection refused)\n");
    }

    @Test
    void aBackendThatIsRemovedMeanwhileIsNotWaitedFor() {
        serveAdd();
        serveWatch(
                snapshot(backend(Backend.Health.unknown, 0)),
                WatchStateResponse.newBuilder()
                        .setBackendRemoved(BackendRemoved.newBuilder().setId("b2"))
                        .build());

        assertThat(user.types("backends add 127.0.0.1:3002 --id b2 --wait")).isEqualTo(4);

        assertThat(user.err()).endsWith("lb-ctl: backend b2 was removed from pool default in the meantime\n");
    }

    @Test
    void aServerThatLetsNobodyWatchIsAskedAgain() {
        serveAdd();
        server.onRequest(
                BackendServiceGrpc.getGetBackendMethod(),
                request -> GetBackendResponse.newBuilder()
                        .setBackend(backend(
                                server.asked(GetBackendRequest.class).size() < 3
                                        ? Backend.Health.unknown
                                        : Backend.Health.up,
                                0))
                        .build());

        assertThat(user.types("backends add 127.0.0.1:3002 --id b2 --wait")).isZero();

        assertThat(server.asked(GetBackendRequest.class)).hasSize(3);
    }

    @Test
    void maintWaitsUntilTheBackendIsEmpty() {
        server.on(
                BackendServiceGrpc.getUpdateBackendMethod(),
                UpdateBackendResponse.newBuilder()
                        .setRevision(8)
                        .setBackend(backend(Backend.Health.up, 3))
                        .setOutcome(CHANGED)
                        .build());
        serveWatch(
                snapshot(backend(Backend.Health.up, 3)),
                changed(backend(Backend.Health.up, 1)),
                changed(backend(Backend.Health.up, 0)));

        assertThat(user.types("maint b2 --wait")).isZero();

        assertThat(user.err()).isEqualTo("""
                backend b2 is in maintenance (revision 8)
                3 requests and 0 tunnels left
                1 request and 0 tunnels left
                """);
    }

    @Test
    void drainTellsWhatIsLeftUntilNothingIs() {
        serveDrain(left(2, 1, true), left(0, 1, false), drained());

        assertThat(user.types("drain b2 --wait")).isZero();

        DrainBackendRequest request = server.askedOnce(DrainBackendRequest.class);
        assertThat(request.getNoWait()).isFalse();
        assertThat(request.hasTimeout()).isFalse();
        assertThat(user.out()).isEqualTo("""
                backend b2: 2 requests and 1 tunnel left
                backend b2: 0 requests and 1 tunnel left
                backend b2 is empty
                """);
        assertThat(user.err()).isEqualTo("backend b2 is draining, 2 requests and 1 tunnel left (revision 8)\n");
    }

    @Test
    void aDrainThatIsNotOverInTimeGoesOn() {
        serveDrain(
                left(2, 1, true),
                left(1, 1, false).toBuilder().setTimedOut(true).build());

        assertThat(user.types("drain b2 --wait --timeout 2s")).isEqualTo(7);

        assertThat(server.askedOnce(DrainBackendRequest.class).getTimeout().getSeconds())
                .isEqualTo(2);
        assertThat(user.err())
                .endsWith(
                        "lb-ctl: backend b2 did not empty in time: 1 request and 1 tunnel left; the drain continues\n");
    }

    @Test
    void drainWithoutWaitEndsAtOnce() {
        serveDrain(left(2, 0, true));

        assertThat(user.types("drain b2 -o name")).isZero();

        assertThat(server.askedOnce(DrainBackendRequest.class).getNoWait()).isTrue();
        assertThat(user.out()).isEqualTo("b2\n");
    }

    @Test
    void streamsAreJsonLines() {
        serveDrain(left(2, 0, true), drained());

        user.types("drain b2 --wait -o json");

        assertThat(user.outLines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith("{").endsWith("}"));
        assertThat(user.outLines().get(1)).contains("\"drained\":true");
    }

    @Test
    void removeDrainsFirstAndCutsWhatIsLeft() {
        serveDrain(
                left(2, 0, true),
                left(1, 0, false).toBuilder().setTimedOut(true).build());
        serveRemove();

        assertThat(user.types("remove backend b2 --drain-timeout 3s --if-revision 7"))
                .isZero();

        assertThat(server.askedOnce(DrainBackendRequest.class).getTimeout().getSeconds())
                .isEqualTo(3);
        assertThat(server.askedOnce(DrainBackendRequest.class).getIfRevision()).isEqualTo(7);
        RemoveBackendRequest remove = server.askedOnce(RemoveBackendRequest.class);
        assertThat(remove.hasDrainTimeout()).isTrue();
        assertThat(remove.getDrainTimeout().getSeconds()).isZero();
        assertThat(remove.getIfRevision()).as("what the drain made").isEqualTo(8);
        assertThat(user.out()).contains("2 requests and 0 tunnels left");
        assertThat(user.err()).endsWith("backend b2 removed from pool default (revision 9)\n");
    }

    @Test
    void removeCutsNothingThatWasDrained() {
        serveDrain(left(2, 0, true), drained());
        serveRemove();

        assertThat(user.types("remove backend b2 --wait")).isZero();

        assertThat(server.askedOnce(RemoveBackendRequest.class).hasDrainTimeout())
                .isFalse();
    }

    @Test
    void removeWithoutLeaveToCutStopsWhenTheTimeIsOver() {
        serveDrain(
                left(2, 0, true),
                left(1, 0, false).toBuilder().setTimedOut(true).build());
        serveRemove();

        assertThat(user.types("remove backend b2 --wait --timeout 1s")).isEqualTo(7);

        assertThat(server.asked(RemoveBackendRequest.class)).isEmpty();
        assertThat(user.err()).contains("the drain continues, and the backend was not removed");
    }

    private void serveAdd() {
        server.on(
                BackendServiceGrpc.getAddBackendMethod(),
                AddBackendResponse.newBuilder()
                        .setRevision(8)
                        .setBackend(backend(Backend.Health.unknown, 0))
                        .setOutcome(CHANGED)
                        .build());
    }

    private void serveRemove() {
        server.on(
                BackendServiceGrpc.getRemoveBackendMethod(),
                RemoveBackendResponse.newBuilder()
                        .setRevision(9)
                        .setOutcome(CHANGED)
                        .build());
    }

    private void serveWatch(WatchStateResponse... events) {
        server.onStream(
                WatchServiceGrpc.getWatchStateMethod(),
                (request, reader) -> List.of(events).forEach(reader::onNext));
    }

    private void serveDrain(DrainBackendResponse... answers) {
        server.onStream(BackendServiceGrpc.getDrainBackendMethod(), (request, reader) -> {
            List.of(answers).forEach(reader::onNext);
            reader.onCompleted();
        });
    }

    private static WatchStateResponse snapshot(Backend backend) {
        return WatchStateResponse.newBuilder()
                .setSnapshot(StateSnapshot.newBuilder()
                        .addBackends(Backend.newBuilder().setId("b1").setHealth(Backend.Health.up))
                        .addBackends(backend))
                .build();
    }

    private static WatchStateResponse changed(Backend backend) {
        return WatchStateResponse.newBuilder()
                .setBackendChanged(BackendChanged.newBuilder().setBackend(backend))
                .build();
    }

    private static Backend backend(Backend.Health health, int inFlight) {
        return Backend.newBuilder()
                .setId("b2")
                .setUrl("http://127.0.0.1:3002")
                .setHealth(health)
                .setInFlight(inFlight)
                .build();
    }

    private static DrainBackendResponse left(int requests, int tunnels, boolean first) {
        DrainBackendResponse.Builder answer = DrainBackendResponse.newBuilder()
                .setRevision(8)
                .setRequests(requests)
                .setTunnels(tunnels);
        return first ? answer.setOutcome(CHANGED).build() : answer.build();
    }

    private static DrainBackendResponse drained() {
        return DrainBackendResponse.newBuilder().setRevision(8).setDrained(true).build();
    }
}

package dev.fairlead.server.control.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.control.v1.AddBackendRequest;
import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.CreatePoolRequest;
import dev.fairlead.control.v1.DeletePoolRequest;
import dev.fairlead.control.v1.Pool;
import dev.fairlead.control.v1.RemoveBackendRequest;
import dev.fairlead.control.v1.StateSnapshot;
import dev.fairlead.control.v1.UpdateBackendRequest;
import dev.fairlead.control.v1.WatchStateRequest;
import dev.fairlead.control.v1.WatchStateResponse;
import dev.fairlead.control.v1.WatchStateResponse.EventCase;
import dev.fairlead.server.control.ControlRig;
import dev.fairlead.server.control.Operator;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a watcher is told by a real server while its state changes. */
class WatchStateTest {

    @TempDir
    private Path folder;

    private ControlRig rig;
    private Operator operator;

    @BeforeEach
    void start() throws Exception {
        rig = ControlRig.start(folder, 2);
        operator = rig.operator();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private int add(String id, String url) {
        return operator.backends()
                .addBackend(AddBackendRequest.newBuilder()
                        .setBackend(Backend.newBuilder().setId(id).setUrl(url))
                        .build())
                .getRevision();
    }

    private int weigh(String id, int weight) {
        return operator.backends()
                .updateBackend(UpdateBackendRequest.newBuilder()
                        .setBackend(Backend.newBuilder().setId(id).setWeight(weight))
                        .build())
                .getRevision();
    }

    private int remove(String id) {
        return operator.backends()
                .removeBackend(RemoveBackendRequest.newBuilder().setId(id).build())
                .getRevision();
    }

    private static boolean isChanged(WatchStateResponse message, String id) {
        return message.hasBackendChanged()
                && message.getBackendChanged().getBackend().getId().equals(id);
    }

    @Test
    void aSnapshotAndThenWhatChanges() throws Exception {
        try (Listening watcher = Listening.from(operator.channel())) {
            WatchStateResponse first = watcher.next();
            StateSnapshot snapshot = first.getSnapshot();
            assertThat(first.getRevision()).isEqualTo(1);
            assertThat(first.getNodeId()).hasSize(16);
            assertThat(snapshot.getPoolsList()).extracting(Pool::getName).containsExactly("default");
            assertThat(snapshot.getBackendsList())
                    .extracting(Backend::getId)
                    .containsExactly(rig.address(0), rig.address(1));
            assertThat(snapshot.getBackends(0).getHealth()).isEqualTo(Backend.Health.up);

            int added = add("b9", rig.address(0));
            WatchStateResponse accepted = watcher.next(EventCase.ACCEPTED);
            assertThat(accepted.getAccepted().getRevision()).isEqualTo(added);
            assertThat(accepted.getAccepted().getDifferencesList())
                    .singleElement()
                    .asString()
                    .contains("b9", "added");
            assertThat(accepted.getNodeId()).isEqualTo(first.getNodeId());
            watcher.next(message -> isChanged(message, "b9")
                    && message.getBackendChanged().getBackend().getHealth() == Backend.Health.up);

            weigh("b9", 7);
            watcher.next(message -> isChanged(message, "b9")
                    && message.getBackendChanged().getBackend().getWeight() == 7);

            remove("b9");
            WatchStateResponse removed = watcher.next(EventCase.BACKEND_REMOVED);
            assertThat(removed.getBackendRemoved().getId()).isEqualTo("b9");
            assertThat(removed.getBackendRemoved().getPool()).isEqualTo("default");
            assertThat(watcher.revisions()).containsExactly(2, 3, 4);
        }
    }

    @Test
    void healthIsToldWithItsReason() throws Exception {
        try (Listening watcher = Listening.from(operator.channel())) {
            watcher.next(EventCase.SNAPSHOT);
            add("dead", "127.0.0.1:1");
            Backend down = watcher.next(message -> isChanged(message, "dead")
                            && message.getBackendChanged().getBackend().getHealth() == Backend.Health.down
                            && message.getBackendChanged()
                                    .getBackend()
                                    .getReason()
                                    .contains("refused"))
                    .getBackendChanged()
                    .getBackend();
            assertThat(down.getEligible()).isFalse();
        }
    }

    @Test
    void aPoolAloneCanBeWatchedAndGoes() throws Exception {
        operator.pools()
                .createPool(CreatePoolRequest.newBuilder()
                        .setPool(Pool.newBuilder().setName("blue").setMinHealthy(0))
                        .build());
        try (Listening watcher = Listening.to(
                operator.channel(),
                WatchStateRequest.newBuilder().setPool("blue").build())) {
            assertThat(watcher.next().getSnapshot().getBackendsList()).isEmpty();
            weigh(rig.address(0), 5);
            operator.backends()
                    .addBackend(AddBackendRequest.newBuilder()
                            .setPool("blue")
                            .setBackend(Backend.newBuilder().setId("x").setUrl(rig.address(1)))
                            .build());
            WatchStateResponse changed = watcher.next(EventCase.BACKEND_CHANGED);
            assertThat(changed.getBackendChanged().getBackend().getPool()).isEqualTo("blue");
            operator.pools()
                    .deletePool(DeletePoolRequest.newBuilder()
                            .setPool("blue")
                            .setForce(true)
                            .build());
            assertThat(watcher.next(EventCase.BACKEND_REMOVED)
                            .getBackendRemoved()
                            .getId())
                    .isEqualTo("x");
            assertThat(watcher.told())
                    .filteredOn(WatchStateResponse::hasBackendChanged)
                    .allSatisfy(message -> assertThat(
                                    message.getBackendChanged().getBackend().getPool())
                            .isEqualTo("blue"));
        }
    }

    @Test
    void whoResumesMissesNothing() throws Exception {
        int last;
        add("goes", rig.address(0));
        try (Listening watcher = Listening.from(operator.channel())) {
            watcher.next(EventCase.SNAPSHOT);
            last = add("stays", rig.address(1));
            watcher.awaitRevision(last);
        }
        List<Integer> missed = new ArrayList<>();
        missed.add(weigh("stays", 9));
        missed.add(remove("goes"));
        missed.add(add("comes", rig.address(1)));

        try (Listening again = Listening.after(operator.channel(), last)) {
            again.next(message -> isChanged(message, "comes"));
            assertThat(again.revisions()).isEqualTo(missed);
            assertThat(again.told())
                    .filteredOn(WatchStateResponse::hasBackendRemoved)
                    .extracting(message -> message.getBackendRemoved().getId())
                    .containsExactly("goes");
            assertThat(again.told())
                    .filteredOn(message -> isChanged(message, "stays"))
                    .first()
                    .satisfies(message -> assertThat(
                                    message.getBackendChanged().getBackend().getWeight())
                            .isEqualTo(9));
            assertThat(again.told()).noneMatch(WatchStateResponse::hasSnapshot);

            int next = weigh("stays", 10);
            again.awaitRevision(next);
        }
    }

    @Test
    void whatIsNotKeptCannotBeResumed() throws Exception {
        try (Listening future = Listening.after(operator.channel(), 99);
                Listening past = Listening.after(operator.channel(), 0)) {
            assertThat(future.end().getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
            assertThat(future.end().getDescription()).startsWith("revision 99 is not kept; kept are 1 to 1.");
            assertThat(past.end().getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
        }
    }

    @Test
    void anUnknownPoolIsNotFound() throws Exception {
        try (Listening watcher = Listening.to(
                operator.channel(),
                WatchStateRequest.newBuilder().setPool("defualt").build())) {
            assertThat(watcher.end().getCode()).isEqualTo(Status.Code.NOT_FOUND);
            assertThat(watcher.end().getDescription()).contains("default");
        }
    }

    /** Bursts become one look at the tables, but no revision is left out, whoever looks. */
    @Test
    void noRevisionIsLeftOut() throws Exception {
        int changes = 200;
        try (Listening first = Listening.from(operator.channel());
                Listening second = Listening.after(operator.channel(), 1)) {
            first.next(EventCase.SNAPSHOT);
            List<Thread> clients = IntStream.range(0, 4)
                    .mapToObj(client -> new Thread(() -> {
                        for (int i = 1; i <= changes / 4; i++) {
                            weigh(rig.address(client % 2), 1 + client * 100 + i);
                        }
                    }))
                    .toList();
            clients.forEach(Thread::start);
            for (Thread client : clients) {
                client.join();
            }
            int last = (int) rig.history().current().number();
            assertThat(last).isEqualTo(1 + changes);
            first.awaitRevision(last);
            second.awaitRevision(last);
            List<Integer> all = IntStream.rangeClosed(2, last).boxed().toList();
            assertThat(first.revisions()).isEqualTo(all);
            assertThat(second.revisions()).isEqualTo(all);
            int weight = rig.history()
                    .current()
                    .desired()
                    .pool("default")
                    .orElseThrow()
                    .backend(rig.address(0))
                    .orElseThrow()
                    .weight();
            Await.until("the last weight is told", () -> lastTold(first, rig.address(0)) == weight);
        }
    }

    private static int lastTold(Listening watcher, String id) {
        return watcher.told().stream()
                .filter(message -> isChanged(message, id))
                .reduce((former, later) -> later)
                .map(message -> message.getBackendChanged().getBackend().getWeight())
                .orElse(0);
    }

    @Test
    void whoHangsUpIsForgotten() throws Exception {
        WatchMetrics feeds = rig.server().get(WatchMetrics.class);
        try (Listening watcher = Listening.from(operator.channel())) {
            watcher.next(EventCase.SNAPSHOT);
            assertThat(feeds.stateWatchers()).isEqualTo(1);
        }
        Await.until("it is forgotten", () -> feeds.stateWatchers() == 0);
    }
}

package dev.fairlead.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.control.v1.AddBackendRequest;
import dev.fairlead.control.v1.AddBackendResponse;
import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.ChangeOutcome;
import dev.fairlead.control.v1.GetBackendRequest;
import dev.fairlead.control.v1.GetConfigRequest;
import dev.fairlead.control.v1.ListRevisionsRequest;
import dev.fairlead.control.v1.RemoveBackendRequest;
import dev.fairlead.control.v1.RemoveBackendResponse;
import dev.fairlead.control.v1.Revision;
import dev.fairlead.control.v1.RollbackRequest;
import dev.fairlead.control.v1.UpdateBackendRequest;
import dev.fairlead.control.v1.UpdateBackendResponse;
import dev.fairlead.server.live.ControlThread;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request that is made several times does what it does once, and the history tells what was. */
class RepeatedChangesTest {

    private static final int CALLERS = 8;

    @TempDir
    private Path folder;

    private ControlRig rig;
    private Operator operator;
    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

    @BeforeEach
    void start() throws Exception {
        rig = ControlRig.start(folder, 2);
        operator = rig.operator();
    }

    @AfterEach
    void stop() {
        callers.shutdownNow();
        rig.close();
    }

    @Test
    void parallelRepeatsAreOneRevision() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        rig.server().get(ControlThread.class).execute(() -> await(held));
        List<Future<AddBackendResponse>> repeats = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            repeats.add(callers.submit(() -> operator.backends().addBackend(add("b9", "once"))));
        }
        held.countDown();

        ChangeOutcome first = repeats.get(0).get(20, TimeUnit.SECONDS).getOutcome();
        for (Future<AddBackendResponse> repeat : repeats) {
            AddBackendResponse answer = repeat.get(20, TimeUnit.SECONDS);
            assertThat(answer.getRevision()).isEqualTo(2);
            assertThat(answer.getOutcome()).isEqualTo(first);
        }
        assertThat(numbers()).containsExactly(2, 1);
        for (int i = 10; i < 15; i++) {
            int revision = operator.backends().addBackend(add("b" + i, "")).getRevision();
            assertThat(backends(revision)).contains("b" + i);
        }
        RollbackRequest toPresent =
                RollbackRequest.newBuilder().setToRevision(7).build();
        assertThat(operator.config().rollback(toPresent).getOutcome().getChanged())
                .isFalse();
    }

    @Test
    void aRepeatedRemovalLeavesAloneWhatWasAddedSince() throws Exception {
        String id = rig.address(0);
        RemoveBackendRequest.Builder remove = RemoveBackendRequest.newBuilder().setId(id);
        remove.setRequestId("remove-once").getDrainTimeoutBuilder();
        RemoveBackendResponse first = operator.backends().removeBackend(remove.build());
        operator.backends()
                .removeBackend(RemoveBackendRequest.newBuilder()
                        .setId(rig.address(1))
                        .setForce(true)
                        .build());
        operator.backends()
                .addBackend(AddBackendRequest.newBuilder()
                        .setBackend(Backend.newBuilder().setId(id).setUrl(id))
                        .build());
        CompletableFuture<HttpResponse<String>> slow = HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                        + rig.server().data().getPort() + "/slow?ms=1500"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        Await.until("the request runs", () -> inFlight(id) == 1);

        RemoveBackendResponse again = operator.backends().removeBackend(remove.build());

        assertThat(again).isEqualTo(first);
        assertThat(slow.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void everyRevisionThatIsKeptIsTheStateThatWasAcknowledged() throws Exception {
        Map<Integer, Expected> acknowledged = new ConcurrentHashMap<>();
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            Random random = new Random(caller / 2); // two ask for the same at the same time
            tasks.add(() -> {
                changeAtRandom(random, acknowledged);
                return null;
            });
        }
        for (Future<Void> task : callers.invokeAll(tasks)) {
            task.get();
        }

        List<Integer> numbers = numbers();
        assertThat(numbers)
                .isEqualTo(IntStream.iterate(numbers.get(0), n -> n >= 1, n -> n - 1)
                        .boxed()
                        .toList());
        assertThat(acknowledged.keySet()).isEqualTo(Set.copyOf(numbers.subList(0, numbers.size() - 1)));
        acknowledged.forEach((revision, expected) -> assertThat(weight(revision, expected.id))
                .as("revision %s", revision)
                .isEqualTo(expected.weight));
        RollbackRequest toPresent =
                RollbackRequest.newBuilder().setToRevision(numbers.get(0)).build();
        assertThat(operator.config().rollback(toPresent).getOutcome().getChanged())
                .isFalse();
    }

    /** @param weight -1 for one that is not there */
    private record Expected(String id, int weight) {}

    private void changeAtRandom(Random random, Map<Integer, Expected> acknowledged) {
        for (int i = 0; i < 60; i++) {
            String id = "b" + (10 + random.nextInt(4));
            int weight = 1 + random.nextInt(900);
            String request = id + "-" + weight + "-" + i;
            try {
                switch (random.nextInt(3)) {
                    case 0 -> {
                        AddBackendRequest.Builder add = add(id, request).toBuilder();
                        add.getBackendBuilder().setWeight(weight);
                        AddBackendResponse added = operator.backends().addBackend(add.build());
                        note(
                                acknowledged,
                                added.getRevision(),
                                added.getOutcome().getChanged(),
                                id,
                                weight);
                    }
                    case 1 -> {
                        UpdateBackendRequest.Builder set =
                                UpdateBackendRequest.newBuilder().setRequestId(request);
                        set.getBackendBuilder().setId(id).setWeight(weight);
                        UpdateBackendResponse made = operator.backends().updateBackend(set.build());
                        note(acknowledged, made.getRevision(), made.getOutcome().getChanged(), id, weight);
                    }
                    default -> {
                        RemoveBackendRequest remove = RemoveBackendRequest.newBuilder()
                                .setId(id)
                                .setRequestId(request)
                                .build();
                        RemoveBackendResponse removed = operator.backends().removeBackend(remove);
                        note(
                                acknowledged,
                                removed.getRevision(),
                                removed.getOutcome().getChanged(),
                                id,
                                -1);
                    }
                }
            } catch (StatusRuntimeException refused) {
                assertThat(refused.getStatus().getCode()).isIn(Status.Code.NOT_FOUND, Status.Code.ALREADY_EXISTS);
            }
        }
    }

    private static void note(
            Map<Integer, Expected> acknowledged, int revision, boolean changed, String id, int weight) {
        if (changed) {
            Expected expected = new Expected(id, weight);
            assertThat(acknowledged.getOrDefault(revision, expected)).isEqualTo(expected);
            acknowledged.put(revision, expected);
        }
    }

    private static AddBackendRequest add(String id, String requestId) {
        return AddBackendRequest.newBuilder()
                .setBackend(Backend.newBuilder().setId(id).setUrl("127.0.0.1:1"))
                .setRequestId(requestId)
                .build();
    }

    private List<Integer> numbers() {
        return operator.config().listRevisions(ListRevisionsRequest.getDefaultInstance()).getRevisionsList().stream()
                .map(Revision::getRevision)
                .toList();
    }

    private List<String> backends(int revision) {
        return config(revision).stream().map(Backend::getId).toList();
    }

    private int weight(int revision, String id) {
        return config(revision).stream()
                .filter(backend -> backend.getId().equals(id))
                .map(Backend::getWeight)
                .findFirst()
                .orElse(-1);
    }

    private List<Backend> config(int revision) {
        GetConfigRequest request =
                GetConfigRequest.newBuilder().setRevision(revision).build();
        return operator.config().getConfig(request).getBackends(0).getBackendsList();
    }

    private int inFlight(String id) {
        return operator.backends()
                .getBackend(GetBackendRequest.newBuilder().setId(id).build())
                .getBackend()
                .getInFlight();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

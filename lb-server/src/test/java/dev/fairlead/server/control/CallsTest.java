package dev.fairlead.server.control;

import static dev.fairlead.server.control.Operator.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.control.v1.AddBackendRequest;
import dev.fairlead.control.v1.AddBackendResponse;
import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.BackendServiceGrpc.BackendServiceBlockingStub;
import dev.fairlead.control.v1.DrainBackendRequest;
import dev.fairlead.control.v1.DrainBackendResponse;
import dev.fairlead.control.v1.GetBackendRequest;
import dev.fairlead.control.v1.ListBackendsRequest;
import dev.fairlead.control.v1.ListStrategiesRequest;
import dev.fairlead.control.v1.RemoveBackendRequest;
import dev.fairlead.control.v1.SetStrategyRequest;
import dev.fairlead.control.v1.Strategy;
import dev.fairlead.control.v1.StrategyChoice;
import dev.fairlead.control.v1.UpdateBackendRequest;
import dev.fairlead.server.live.ControlThread;
import dev.fairlead.server.routing.RoutingTables;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every call, whatever it is about. */
class CallsTest {

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

    @Test
    void everyChangeIsOneLineInTheAuditLogAndNoReadIs() {
        try (CapturedLog audit = CapturedLog.of("fairlead.audit")) {
            operator.backends().listBackends(ListBackendsRequest.getDefaultInstance());
            operator.backends().addBackend(add("b9").setMessage("more \"room\"").build());
            operator.backends().addBackend(add("b10").setValidateOnly(true).build());
            refused(() -> operator.backends()
                    .removeBackend(RemoveBackendRequest.newBuilder()
                            .setId("nobody\nby=root")
                            .build()));

            assertThat(audit.lines())
                    .satisfiesExactly(
                            done -> assertThat(done)
                                    .startsWith("by=local role=write from=127.0.0.1:")
                                    .contains(" call=BackendService/AddBackend request={backend { id: \"b9\" ")
                                    .endsWith(" result=ok revision=2 changed=true message=\"more \\\"room\\\"\""),
                            tried -> assertThat(tried).contains(" result=tried revision=2 changed=false "),
                            refused -> assertThat(refused)
                                    .contains(" call=BackendService/RemoveBackend ", " result=not_found cause=\"pool ")
                                    .doesNotContain("\n"));
        }
    }

    @Test
    void aRepeatWithTheSameIdIsAnsweredLikeTheFirst() {
        AddBackendRequest request = add("b9").setRequestId("r-1").build();

        AddBackendResponse first = operator.backends().addBackend(request);
        operator.backends()
                .removeBackend(RemoveBackendRequest.newBuilder().setId("b9").build());
        AddBackendResponse again = operator.backends().addBackend(request);

        assertThat(again.getRevision()).isEqualTo(first.getRevision()).isEqualTo(2);
        assertThat(again.getOutcome()).isEqualTo(first.getOutcome());
        assertThat(again.getBackend().getUrl()).isEqualTo(first.getBackend().getUrl());
        assertThat(rig.history().current().number()).isEqualTo(3);
    }

    @Test
    void theSameIdWithOtherContentIsNoRepeat() {
        operator.backends().addBackend(add("b9").setRequestId("r-1").build());

        AddBackendResponse other =
                operator.backends().addBackend(add("b10").setRequestId("r-1").build());

        assertThat(other.getRevision()).isEqualTo(3);
        assertThat(other.getBackend().getId()).isEqualTo("b10");
    }

    @Test
    void whatNobodyWaitsForAnyMoreIsNotBegun() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        rig.server().get(ControlThread.class).execute(() -> await(held));
        try (CapturedLog audit = CapturedLog.of("fairlead.audit")) {
            refused(() -> operator.backends()
                            .withDeadline(Deadline.after(200, TimeUnit.MILLISECONDS))
                            .addBackend(add("late").build()))
                    .is(Status.Code.DEADLINE_EXCEEDED);
            // The server's own clock for the deadline began when the call came in.
            Await.until("the server knows", () -> audit.has("result=cancelled"));
        } finally {
            held.countDown();
        }

        assertThat(operator.backends().addBackend(add("b9").build()).getRevision())
                .isEqualTo(2);
        refused(() -> operator.backends()
                        .getBackend(GetBackendRequest.newBuilder().setId("late").build()))
                .is(Status.Code.NOT_FOUND);
    }

    @Test
    void whatIsMadeForACallerWhoHasLeftIsInTheAuditLogAsMade() throws Exception {
        AddBackendRequest added = add("b9").build();
        DrainBackendRequest drained =
                DrainBackendRequest.newBuilder().setId(rig.address(0)).build();
        leaving(backends -> backends.addBackend(added), "AddBackend", 2);
        leaving(backends -> backends.drainBackend(drained).next(), "DrainBackend", 3);
    }

    /** The caller goes while the change is being published. */
    private void leaving(Function<BackendServiceBlockingStub, ?> change, String name, int revision) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        RoutingTables tables = rig.server().get(RoutingTables.class);
        tables.whenPublished(() -> {
            if (tables.current().revision() == revision) {
                begun.countDown();
                await(left);
            }
        });
        try (CapturedLog audit = CapturedLog.of("fairlead.audit");
                Context.CancellableContext caller = Context.current().withCancellation()) {
            CompletableFuture<Void> call = CompletableFuture.runAsync(() -> caller.run(
                    () -> refused(() -> change.apply(operator.backends())).is(Status.Code.CANCELLED)));
            await(begun);
            caller.cancel(null);
            call.get(20, TimeUnit.SECONDS);
            operator.backends().listBackends(ListBackendsRequest.getDefaultInstance()); // behind the end of that call
            left.countDown();
            Await.until("the change is told", () -> audit.has("call=BackendService/" + name));
            assertThat(audit.lines())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("result=ok revision=" + revision + " changed=true");
        } finally {
            left.countDown();
        }
    }

    @Test
    void drainsAndTellsWhenNothingIsLeft() {
        Iterator<DrainBackendResponse> told = operator.backends()
                .drainBackend(
                        DrainBackendRequest.newBuilder().setId(rig.address(0)).build());

        DrainBackendResponse first = told.next();
        assertThat(first.getRevision()).isEqualTo(2);
        assertThat(first.getDrained()).isTrue();
        assertThat(first.getOutcome().getChanged()).isTrue();
        assertThat(told.hasNext()).isFalse();
        Backend now = operator.backends()
                .getBackend(GetBackendRequest.newBuilder().setId(rig.address(0)).build())
                .getBackend();
        assertThat(now.getAdminState()).isEqualTo(Backend.AdminState.drain);
        assertThat(now.getEligible()).isFalse();
        assertThat(now.getReason()).isEqualTo("draining, as the operator asked");
        assertThat(now.getEffectiveWeight()).isZero();
    }

    @Test
    void whatStillRunsWhenADrainTimeoutIsOverIsCut() throws Exception {
        String slow = "http://127.0.0.1:" + rig.server().data().getPort() + "/slow?ms=600000";
        CompletableFuture<HttpResponse<String>> request = HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create(slow))
                                // which is not sent a second time, to the other backend
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        Await.until(
                "the request runs",
                () -> rig.backend(0).journal().total()
                                + rig.backend(1).journal().total()
                        > 0);
        String busy =
                operator.backends().listBackends(ListBackendsRequest.getDefaultInstance()).getBackendsList().stream()
                        .filter(backend -> backend.getInFlight() == 1)
                        .map(Backend::getId)
                        .findFirst()
                        .orElseThrow();

        operator.backends()
                .removeBackend(RemoveBackendRequest.newBuilder()
                        .setId(busy)
                        .setDrainTimeout(
                                com.google.protobuf.Duration.newBuilder().setNanos(50_000_000))
                        .build());

        assertThat(request.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(502);
    }

    @Test
    void theGuardSpeaksBeforeADrainBegins() {
        operator.backends()
                .updateBackend(UpdateBackendRequest.newBuilder()
                        .setBackend(Backend.newBuilder().setId(rig.address(0)).setAdminState(Backend.AdminState.maint))
                        .build());

        refused(() -> operator.backends()
                        .drainBackend(DrainBackendRequest.newBuilder()
                                .setId(rig.address(1))
                                .build())
                        .next())
                .is(Status.Code.FAILED_PRECONDITION);
        refused(() -> operator.backends()
                        .drainBackend(DrainBackendRequest.newBuilder()
                                .setId(rig.address(1))
                                .setTimeout(com.google.protobuf.Duration.newBuilder()
                                        .setSeconds(-1))
                                .build())
                        .next())
                .is(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void strategiesAreListedWithThePoolsThatUseThemAndCanBeSet() {
        var before = operator.strategies().listStrategies(ListStrategiesRequest.getDefaultInstance());

        var set = operator.strategies()
                .setStrategy(SetStrategyRequest.newBuilder()
                        .setStrategy(
                                StrategyChoice.newBuilder().setName("Ring-Hash").putOptions("key", "path"))
                        .build());

        assertThat(before.getStrategiesList())
                .extracting(Strategy::getName)
                .contains("round_robin", "weighted_round_robin", "p2c", "maglev", "first");
        assertThat(before.getStrategiesList()).allSatisfy(strategy -> {
            assertThat(strategy.getPlugin()).isEqualTo("built-in");
            assertThat(strategy.getDescription()).isNotEmpty();
            assertThat(strategy.getPoolsList())
                    .isEqualTo(
                            strategy.getName().equals("weighted_round_robin")
                                    ? java.util.List.of("default")
                                    : java.util.List.of());
        });
        assertThat(set.getPool().getStrategy().getName()).isEqualTo("ring_hash");
        assertThat(set.getPool().getStrategy().getOptionsMap()).containsEntry("key", "path");
        var option = refused(() -> operator.strategies()
                .setStrategy(SetStrategyRequest.newBuilder()
                        .setStrategy(
                                StrategyChoice.newBuilder().setName("ring_hash").putOptions("key", "moon"))
                        .build()));
        option.is(Status.Code.INVALID_ARGUMENT);
        assertThat(option.violations()).singleElement().asString().startsWith("strategy.options.key: ");
        refused(() -> operator.strategies()
                        .setStrategy(SetStrategyRequest.newBuilder()
                                .setStrategy(StrategyChoice.newBuilder().setName("ring_hsah"))
                                .build()))
                .is(Status.Code.NOT_FOUND);
        refused(() -> operator.strategies().setStrategy(SetStrategyRequest.getDefaultInstance()))
                .is(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void theHealthServiceAnswersWhoHasAToken() {
        assertThat(HealthGrpc.newBlockingStub(operator.channel())
                        .check(HealthCheckRequest.getDefaultInstance())
                        .getStatus())
                .isEqualTo(ServingStatus.SERVING);
        refused(() -> HealthGrpc.newBlockingStub(rig.operator("").channel())
                        .check(HealthCheckRequest.getDefaultInstance()))
                .is(Status.Code.UNAUTHENTICATED);
    }

    private static AddBackendRequest.Builder add(String id) {
        return AddBackendRequest.newBuilder()
                .setBackend(Backend.newBuilder().setId(id).setUrl("127.0.0.1:9"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

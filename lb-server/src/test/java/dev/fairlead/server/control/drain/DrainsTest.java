package dev.fairlead.server.control.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.ChangeOutcome;
import dev.fairlead.control.v1.DrainBackendRequest;
import dev.fairlead.control.v1.DrainBackendResponse;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.control.GrpcPort;
import dev.fairlead.server.control.call.StatusMapper;
import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.Sticky;
import dev.fairlead.server.observe.TestTables;
import dev.fairlead.server.routing.Eligibility;
import dev.fairlead.server.state.ChangeRefused;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a caller of DrainBackend is told, over a real channel. */
class DrainsTest {

    private static final Pool POOL =
            Pool.named("default").withBackends(List.of(Backend.at("127.0.0.1:3001"), Backend.at("127.0.0.1:3002")));

    private static final Pool STICKY = POOL.withSticky(Sticky.DEFAULT.withBy(Sticky.By.COOKIE));

    private final ChangeOutcome outcome =
            ChangeOutcome.newBuilder().setChanged(true).build();
    private TestTables tables;
    private RunningBackend backend;
    private Drains drains;
    private GrpcPort grpc;

    private final AtomicLong now = new AtomicLong(-5_000_000_000L);
    private @Nullable Duration timeout;
    private CompletionStage<StartedDrain> change = new CompletableFuture<>();

    @BeforeEach
    void open() throws IOException {
        tables = new TestTables();
        publish(POOL, AdminState.DRAIN);
        backend = tables.running(POOL, POOL.backends().get(0));
        drains = new Drains(tables.tables(), new StatusMapper(tables.tables(), new SplittableRandom(3)));
        change = CompletableFuture.completedFuture(new StartedDrain(backend, 7, outcome));
        grpc = port(drains);
    }

    private GrpcPort port(Drains of) throws IOException {
        return new GrpcPort(new BackendServiceGrpc.BackendServiceImplBase() {
            @Override
            public void drainBackend(DrainBackendRequest request, StreamObserver<DrainBackendResponse> caller) {
                of.follow(caller, change, timeout, !request.getNoWait());
            }
        });
    }

    @AfterEach
    void close() {
        grpc.close();
        drains.close();
        tables.close();
    }

    private void publish(Pool pool, AdminState first) {
        List<Backend> declared = List.of(
                POOL.backends().get(0).withAdminState(first), POOL.backends().get(1));
        tables.pool(pool.withBackends(declared), Map.of());
    }

    /** Its drains go by the test's own time. */
    private void withSessions() throws IOException {
        publish(STICKY, AdminState.DRAIN);
        grpc.close();
        drains.close();
        drains = new Drains(tables.tables(), new StatusMapper(tables.tables(), new SplittableRandom(3)), now::get);
        grpc = port(drains);
    }

    private Iterator<DrainBackendResponse> drain(boolean wait) {
        return BackendServiceGrpc.newBlockingStub(grpc.channel())
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .drainBackend(DrainBackendRequest.newBuilder().setNoWait(!wait).build());
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain until " + what).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    @Test
    void tellsWhatIsLeftUntilNothingIs() {
        backend.enter();
        backend.enter();
        backend.becomeTunnel();
        Iterator<DrainBackendResponse> answers = drain(true);

        assertThat(answers.next())
                .isEqualTo(DrainBackendResponse.newBuilder()
                        .setRevision(7)
                        .setRequests(1)
                        .setTunnels(1)
                        .setOutcome(outcome)
                        .build());
        backend.leave();
        assertThat(answers.next())
                .isEqualTo(DrainBackendResponse.newBuilder()
                        .setRevision(7)
                        .setTunnels(1)
                        .build());
        backend.leaveTunnel();
        assertThat(answers.next())
                .isEqualTo(DrainBackendResponse.newBuilder()
                        .setRevision(7)
                        .setDrained(true)
                        .build());
        assertThat(answers.hasNext()).isFalse();
    }

    @Test
    void anEmptyBackendIsDrainedAtOnce() {
        Iterator<DrainBackendResponse> answers = drain(true);
        DrainBackendResponse only = answers.next();
        assertThat(only.getDrained()).isTrue();
        assertThat(only.getOutcome()).isEqualTo(outcome);
        assertThat(answers.hasNext()).isFalse();
    }

    @Test
    void aBackendWithSessionsIsDrainedWhenNoneHasComeForAWhile() throws IOException {
        withSessions();
        backend.sessionCame(now.get() - 1);
        Iterator<DrainBackendResponse> answers = drain(true);
        assertThat(answers.next().getDrained()).isFalse();

        now.addAndGet(TimeUnit.SECONDS.toNanos(29));
        backend.enter();
        backend.sessionCame(now.get());
        assertThat(answers.next().getRequests()).isEqualTo(1);
        backend.leave();
        now.addAndGet(TimeUnit.SECONDS.toNanos(29));
        DrainBackendResponse quiet = answers.next();
        assertThat(quiet.getRequests()).isZero();
        assertThat(quiet.getDrained()).isFalse();

        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(answers.next().getDrained()).isTrue();
        assertThat(answers.hasNext()).isFalse();
    }

    @Test
    void theTimeoutEndsTheWaitForSessions() throws IOException {
        withSessions();
        timeout = Duration.ofSeconds(10);
        Iterator<DrainBackendResponse> answers = drain(true);
        assertThat(answers.next().getDrained()).isFalse();
        now.addAndGet(TimeUnit.SECONDS.toNanos(10));
        DrainBackendResponse last = answers.next();
        assertThat(last.getTimedOut()).isTrue();
        assertThat(last.getDrained()).isFalse();
    }

    @Test
    void aDeadBackendKeepsNoSessions() throws IOException {
        withSessions();
        Iterator<DrainBackendResponse> answers = drain(true);
        assertThat(answers.next().getDrained()).isFalse();
        tables.pool(
                STICKY.withBackends(List.of(
                        POOL.backends().get(0).withAdminState(AdminState.DRAIN),
                        POOL.backends().get(1))),
                Map.of(backend.id(), Eligibility.down("refused")));
        assertThat(answers.next().getDrained()).isTrue();
    }

    @Test
    void theTimeoutEndsTheTellingAndNotTheRequests() {
        timeout = Duration.ofMillis(100);
        backend.enter();
        Iterator<DrainBackendResponse> answers = drain(true);
        assertThat(answers.next().getRequests()).isEqualTo(1);
        DrainBackendResponse last = answers.next();
        assertThat(last.getTimedOut()).isTrue();
        assertThat(last.getDrained()).isFalse();
        assertThat(last.getRequests()).isEqualTo(1);
        assertThat(answers.hasNext()).isFalse();
        assertThat(backend.inFlight()).isEqualTo(1);
    }

    @Test
    void whoDoesNotWaitIsAnsweredOnce() {
        backend.enter();
        Iterator<DrainBackendResponse> answers = drain(false);
        DrainBackendResponse only = answers.next();
        assertThat(only.getRequests()).isEqualTo(1);
        assertThat(only.getDrained()).isFalse();
        assertThat(answers.hasNext()).isFalse();
    }

    @Test
    void aBackendThatIsMadeReadyAgainIsNotWaitedFor() {
        backend.enter();
        Iterator<DrainBackendResponse> answers = drain(true);
        answers.next();
        publish(POOL, AdminState.READY);
        assertThatThrownBy(answers::hasNext).isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
            assertThat(refused.getStatus().getDescription())
                    .contains("127.0.0.1:3001", "takes requests again since revision 7");
        });
    }

    @Test
    void aRefusedDrainTellsWhy() {
        change = CompletableFuture.failedFuture(
                new ChangeRefused(ChangeRefused.Kind.PRECONDITION, "pools.default.backends", "too few"));
        assertThatThrownBy(() -> drain(true).hasNext())
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessage("FAILED_PRECONDITION: too few");
    }

    @Test
    void whoHangsUpIsForgotten() throws Exception {
        backend.enter();
        Context.CancellableContext caller = Context.current().withCancellation();
        Iterator<DrainBackendResponse> answers = caller.call(() -> drain(true));
        answers.next();
        caller.cancel(null);
        await("nothing is looked at", () -> drains.watched() == 0);
    }

    @Test
    void whatIsLeftOfARemovedBackendIsCutWhenItsTimeIsOver() {
        tables.pool(POOL.withBackends(List.of(POOL.backends().get(1))), Map.of());
        backend.enter();
        drains.cutAfter(backend, Duration.ofMillis(50));
        await("it is cut", () -> backend.connections().isCut());
    }

    @Test
    void whatIsEmptyIsForgottenBeforeItsTimeIsOver() {
        tables.pool(POOL.withBackends(List.of(POOL.backends().get(1))), Map.of());
        backend.enter();
        drains.cutAfter(backend, Duration.ofDays(1_000_000));
        await("it is looked after", () -> drains.watched() == 1);
        backend.leave();
        await("it is forgotten", () -> drains.watched() == 0);
        assertThat(backend.connections().isCut()).isFalse();
    }

    @Test
    void whatWasAddedAgainIsNotCut() {
        tables.pool(POOL.withBackends(List.of(POOL.backends().get(1))), Map.of());
        backend.enter();
        drains.cutAfter(backend, Duration.ofDays(1_000_000));
        await("it is looked after", () -> drains.watched() == 1);
        publish(POOL, AdminState.READY);
        await("it is forgotten", () -> drains.watched() == 0);
        assertThat(backend.connections().isCut()).isFalse();
        backend.leave();
    }
}

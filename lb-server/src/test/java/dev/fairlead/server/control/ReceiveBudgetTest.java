package dev.fairlead.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.ConfigServiceGrpc;
import dev.fairlead.control.v1.ListPoolsRequest;
import dev.fairlead.control.v1.ListPoolsResponse;
import dev.fairlead.control.v1.PoolServiceGrpc;
import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.control.call.CallThreads;
import dev.fairlead.server.control.call.FileThread;
import dev.fairlead.server.control.call.RefusalInterceptor;
import dev.fairlead.server.control.call.StartInterceptor;
import dev.fairlead.server.control.call.StatusMapper;
import dev.fairlead.server.control.receive.ReceiveBudget;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.SocketAddressSpec;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.routing.RoutingTables;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers who send more than anybody wants. */
class ReceiveBudgetTest {

    private static final int MIB = 1 << 20;
    private static final int ROOM = 20 * MIB;

    private final RoutingTables tables = new RoutingTables();
    private final ReceiveBudget intake = new ReceiveBudget(ROOM);
    private final ControlServer server = new ControlServer(
            Set.of(new Pools(), new Nothing(), new NoBackends()),
            new RefusalInterceptor(new StatusMapper(tables, new SplittableRandom(1))),
            new StartInterceptor(tables),
            new CallThreads(),
            new FileThread(),
            intake);
    private final List<Operator> operators = new ArrayList<>();
    private InetSocketAddress address;

    private static final class Pools extends PoolServiceGrpc.PoolServiceImplBase {
        @Override
        public void listPools(ListPoolsRequest request, StreamObserver<ListPoolsResponse> caller) {
            caller.onNext(ListPoolsResponse.newBuilder().setRevision(7).build());
            caller.onCompleted();
        }
    }

    private static final class Nothing extends ConfigServiceGrpc.ConfigServiceImplBase {}

    private static final class NoBackends extends BackendServiceGrpc.BackendServiceImplBase {}

    @BeforeEach
    void open() throws Exception {
        tables.publish(new RoutingTable(1, 7, Frontend.DEFAULT, Map.of()));
        BootSettings.Control settings =
                BootSettings.DEFAULT.control().withListen(SocketAddressSpec.parse("127.0.0.1:0"));
        server.admit(settings, "secret");
        address = server.open(settings, settings.listen());
    }

    @AfterEach
    void close() {
        operators.forEach(Operator::close);
        server.close();
    }

    /** More than twice what there is room for, none of it finished; who sends little is answered. */
    @Test
    void whatIsBeingReceivedStaysWithinItsRoomAndSmallCallsAreAnswered() throws Exception {
        List<CompletableFuture<Status>> calls = new ArrayList<>();
        for (int connection = 0; connection < 4; connection++) {
            Operator greedy = operator();
            for (int i = 0; i < 6; i++) {
                calls.add(send(greedy, ConfigServiceGrpc.getValidateConfigMethod(), new byte[2 * MIB], false));
            }
        }

        Await.until(
                "those that there is no room for have ended",
                () -> calls.stream().filter(CompletableFuture::isDone).count() >= 24 - ROOM / (2 * MIB));
        assertThat(intake.held()).isLessThanOrEqualTo(ROOM);
        assertThat(calls)
                .filteredOn(CompletableFuture::isDone)
                .allSatisfy(ended ->
                        assertThat(ended.join().getCode()).isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED));
        for (int i = 0; i < 20; i++) {
            assertThat(operator()
                            .pools()
                            .withDeadlineAfter(30, TimeUnit.SECONDS)
                            .listPools(ListPoolsRequest.getDefaultInstance())
                            .getRevision())
                    .isEqualTo(7);
        }
        operators.forEach(Operator::close);
        Await.until("all room is free again", () -> intake.held() == 0);
    }

    @Test
    void aCallTakesNoMoreThanItNeedsAndTheRefusalIsAudited() throws Exception {
        try (CapturedLog audit = CapturedLog.of("fairlead.audit")) {
            Status read = ended(send(operator(), PoolServiceGrpc.getListPoolsMethod(), new byte[15 * MIB], false));
            Status write =
                    ended(send(operator(), BackendServiceGrpc.getRemoveBackendMethod(), new byte[2 * MIB], false));

            for (Status refused : List.of(read, write)) {
                assertThat(refused.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                assertThat(refused.getDescription())
                        .isEqualTo("the request is too large for this call, expected at most 1 MiB");
            }
            Await.until("it is audited", () -> audit.has("call=BackendService/RemoveBackend"));
            assertThat(audit.lines())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("result=resource_exhausted cause=\"the request is too large for this call");
        }
    }

    @Test
    void whatIsPackedIsNotTaken() {
        Status refused = ended(send(
                operator(),
                PoolServiceGrpc.getListPoolsMethod(),
                CallOptions.DEFAULT.withCompression("gzip"),
                new byte[MIB],
                true));

        assertThat(refused.getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void bytesThatAreNoRequestAreACallersMistakeAndCostNoStackTrace() throws Exception {
        byte[] noise = {-1, -1, -1, -1};
        try (Complaints complaints = new Complaints();
                CapturedLog audit = CapturedLog.of("fairlead.audit")) {
            Status read = ended(send(operator(), PoolServiceGrpc.getListPoolsMethod(), noise, true));
            Status write = ended(send(operator(), BackendServiceGrpc.getRemoveBackendMethod(), noise, true));

            for (Status refused : List.of(read, write)) {
                assertThat(refused.getCode()).as(refused.toString()).isEqualTo(Status.Code.INVALID_ARGUMENT);
                assertThat(refused.getDescription()).startsWith("the request cannot be read, expected ");
            }
            assertThat(audit.lines())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("call=BackendService/RemoveBackend", "result=invalid_argument");
            assertThat(complaints.seen).isEmpty();
        }
    }

    /** What gRPC tells the JDK's log. */
    private static final class Complaints extends Handler implements AutoCloseable {

        private final Logger logger = Logger.getLogger("io.grpc");
        private final Queue<String> seen = new ConcurrentLinkedQueue<>();

        Complaints() {
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord event) {
            seen.add(event.getLoggerName() + ": " + event.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }

    private Operator operator() {
        Operator operator = Operator.at(address, "secret");
        operators.add(operator);
        return operator;
    }

    private static Status ended(CompletableFuture<Status> call) {
        return call.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static CompletableFuture<Status> send(
            Operator by, MethodDescriptor<?, ?> method, byte[] request, boolean whole) {
        return send(by, method, CallOptions.DEFAULT, request, whole);
    }

    /** @param whole whether the caller says that this is all */
    private static CompletableFuture<Status> send(
            Operator by, MethodDescriptor<?, ?> method, CallOptions options, byte[] request, boolean whole) {
        ClientCall<byte[], byte[]> call = by.channel()
                .newCall(
                        method.toBuilder(HostileCalls.BYTES, HostileCalls.BYTES).build(), options);
        CompletableFuture<Status> ended = new CompletableFuture<>();
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        ended.complete(status);
                    }
                },
                new Metadata());
        call.request(1);
        call.sendMessage(request);
        if (whole) {
            call.halfClose();
        }
        return ended;
    }
}

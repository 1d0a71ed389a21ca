package dev.fairlead.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.ErrorInfo;
import dev.fairlead.control.v1.ListPoolsRequest;
import dev.fairlead.control.v1.ListPoolsResponse;
import dev.fairlead.control.v1.PoolServiceGrpc;
import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.control.auth.Authentication;
import dev.fairlead.server.control.call.CallThreads;
import dev.fairlead.server.control.call.FileThread;
import dev.fairlead.server.control.call.RefusalInterceptor;
import dev.fairlead.server.control.call.StartInterceptor;
import dev.fairlead.server.control.call.StatusMapper;
import dev.fairlead.server.control.receive.ReceiveBudget;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.SocketAddressSpec;
import dev.fairlead.server.limit.ProcessLimits;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.routing.RoutingTables;
import dev.fairlead.server.state.ChangeRefused;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlServerTest {

    private final ThrowingPools pools = new ThrowingPools();
    private final RoutingTables tables = new RoutingTables();
    private final ControlServer server = new ControlServer(
            Set.of(pools),
            new RefusalInterceptor(new StatusMapper(tables, new SplittableRandom(1))),
            new StartInterceptor(tables),
            new CallThreads(),
            new FileThread(),
            new ReceiveBudget(20 << 20));

    /** A service that fails in every way that there is. */
    private static final class ThrowingPools extends PoolServiceGrpc.PoolServiceImplBase {

        private RuntimeException thrown = new IllegalStateException();

        @Override
        public void listPools(ListPoolsRequest request, StreamObserver<ListPoolsResponse> caller) {
            throw thrown;
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void answersWhoShowsTheToken() throws Exception {
        InetSocketAddress address = open("127.0.0.1:0");

        assertThat(check(address, "Bearer secret")).isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void refusesWhoDoesNot() throws Exception {
        InetSocketAddress address = open("127.0.0.1:0");

        for (String shown : new String[] {"", "Bearer guess", "secret", "bearer secret2"}) {
            assertThatThrownBy(() -> check(address, shown))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED));
        }
    }

    /** As many as would take every descriptor of a small machine, and more than are let stay. */
    @Test
    void silentStrangersKeepNobodyOut() throws Exception {
        InetSocketAddress address = open("127.0.0.1:0");
        int most = ProcessLimits.ofThisProcess().operators();
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < most + 100; i++) {
                silent.add(new Socket(address.getAddress(), address.getPort()));
            }
            assertThat(check(address, "Bearer secret")).isEqualTo(ServingStatus.SERVING);
            assertThat(ended(silent)).isGreaterThanOrEqualTo(100);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    /** The first of them are closed; the server greets the others, and then waits. */
    private static int ended(List<Socket> silent) throws IOException {
        int ended = 0;
        for (Socket socket : silent.subList(0, 100)) {
            socket.setSoTimeout(10_000);
            try {
                socket.getInputStream().readAllBytes();
                ended++;
            } catch (SocketTimeoutException e) {
                return ended;
            }
        }
        return ended;
    }

    @Test
    void aPortInUseIsASentenceThatNamesTheKey() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            SocketAddressSpec spec = new SocketAddressSpec("127.0.0.1", taken.getLocalPort());

            assertThatThrownBy(() -> open(spec.toString()))
                    .isInstanceOf(BindException.class)
                    .hasMessageStartingWith("lb.control.listen: cannot listen on " + spec + ": ");
        }
    }

    @Test
    void beyondLoopbackIsRefused() {
        assertThatThrownBy(() -> open("0.0.0.0:0"))
                .isInstanceOf(BindException.class)
                .hasMessageStartingWith("lb.control.listen: 0.0.0.0:0 can be reached from other machines, expected ");
    }

    @Test
    void whatIsNoAddressIsRefused() {
        assertThatThrownBy(() -> open("no-such-host.invalid:0"))
                .isInstanceOf(BindException.class)
                .hasMessageStartingWith(
                        "lb.control.listen: \"no-such-host.invalid\" is not a host that this machine can resolve");
    }

    @Test
    void untilThereIsARevisionCallersAreAskedToComeAgain() throws Exception {
        Operator.Refused refused = refused(open("127.0.0.1:0"));

        refused.is(Status.Code.UNAVAILABLE);
        assertThat(refused.sentence()).isEqualTo("the server is starting; try again in a moment");
    }

    @Test
    void whatNobodyExpectedIsInTheLogUnderTheIdThatTheCallerGets() throws Exception {
        InetSocketAddress address = started();
        pools.thrown = new IllegalStateException("a detail for the log");
        try (CapturedLog log = CapturedLog.of("dev.fairlead.server.control.call")) {
            Operator.Refused refused = refused(address);

            refused.is(Status.Code.INTERNAL);
            String id = refused.detail(ErrorInfo.class).getMetadataOrThrow("id");
            assertThat(refused.sentence())
                    .isEqualTo("an unexpected error in the server; its log has the details under id " + id);
            assertThat(refused.details().toString()).doesNotContain("a detail for the log", "Exception");
            assertThat(log.lines())
                    .containsExactly("event=call-failed id=" + id
                            + " cause=\"java.lang.IllegalStateException: a detail for the log\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID,      INVALID_ARGUMENT,    ''",
        "NOT_FOUND,    NOT_FOUND,           NOT_FOUND",
        "CONFLICT,     ALREADY_EXISTS,      ALREADY_EXISTS",
        "STALE,        ABORTED,             REVISION_CHANGED",
        "PRECONDITION, FAILED_PRECONDITION, PRECONDITION",
        "STORE_FULL,   RESOURCE_EXHAUSTED,  STORE_FULL",
        "STORE_FAILED, UNAVAILABLE,         STORE_FAILED",
    })
    void everyRefusalIsAStatusWithItsReason(ChangeRefused.Kind kind, Status.Code code, String reason) throws Exception {
        InetSocketAddress address = started();
        pools.thrown = new ChangeRefused(kind, "a.field", "a sentence for the operator");

        Operator.Refused refused = refused(address);

        refused.is(code);
        assertThat(refused.sentence()).contains("a sentence for the operator");
        if (reason.isEmpty()) {
            assertThat(refused.violations()).containsExactly("a.field: a sentence for the operator");
        } else {
            ErrorInfo info = refused.detail(ErrorInfo.class);
            assertThat(info.getDomain()).isEqualTo("fairlead");
            assertThat(info.getReason()).isEqualTo(reason);
            assertThat(info.getMetadataMap()).containsEntry("current_revision", "7");
        }
    }

    @Test
    void aSentenceThatIsTooLongForAnAnswerIsCut() throws Exception {
        InetSocketAddress address = started();
        pools.thrown = new ChangeRefused(ChangeRefused.Kind.STALE, "", "é".repeat(5000));

        Operator.Refused refused = refused(address);

        refused.is(Status.Code.ABORTED);
        assertThat(refused.sentence()).startsWith("ééé").endsWith(" …");
        assertThat(refused.details().getMessage()).isEqualTo(refused.sentence());
    }

    private InetSocketAddress started() throws Exception {
        tables.publish(new RoutingTable(1, 7, Frontend.DEFAULT, Map.of()));
        return open("127.0.0.1:0");
    }

    private static Operator.Refused refused(InetSocketAddress address) {
        try (Operator operator = Operator.at(address, "secret")) {
            return Operator.refused(() -> operator.pools().listPools(ListPoolsRequest.getDefaultInstance()));
        }
    }

    private InetSocketAddress open(String listen) throws Exception {
        BootSettings.Control settings = BootSettings.DEFAULT.control().withListen(SocketAddressSpec.parse(listen));
        server.admit(settings, "secret");
        return server.open(settings, settings.listen());
    }

    private static ServingStatus check(InetSocketAddress address, String authorization) {
        Metadata metadata = new Metadata();
        if (!authorization.isEmpty()) {
            metadata.put(Authentication.AUTHORIZATION, authorization);
        }
        ClientInterceptor shown = MetadataUtils.newAttachHeadersInterceptor(metadata);
        ManagedChannel channel =
                NettyChannelBuilder.forAddress(address).usePlaintext().build();
        try {
            return HealthGrpc.newBlockingStub(channel)
                    .withInterceptors(shown)
                    .check(HealthCheckRequest.getDefaultInstance())
                    .getStatus();
        } finally {
            channel.shutdownNow();
        }
    }
}

package dev.fairlead.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.control.auth.Authentication;
import dev.fairlead.server.control.call.CallThreads;
import dev.fairlead.server.control.call.FileThread;
import dev.fairlead.server.control.call.RefusalInterceptor;
import dev.fairlead.server.control.call.Refusals;
import dev.fairlead.server.desired.SocketAddressSpec;
import dev.fairlead.server.routing.Tables;
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
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlServerTest {

    private final ControlServer server = new ControlServer(
            Set.of(),
            new RefusalInterceptor(new Refusals(new Tables(), new SplittableRandom(1))),
            new CallThreads(),
            new FileThread());

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
                        "lb.control.listen: \"no-such-host.invalid\" is no host that this machine knows");
    }

    private InetSocketAddress open(String listen) throws Exception {
        BootSettings.Control settings =
                new BootSettings.Control(SocketAddressSpec.parse(listen), null, null, null, null, false);
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

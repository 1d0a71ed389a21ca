package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.fairlead.it.support.Await;
import dev.fairlead.it.support.LbCtl;
import dev.fairlead.it.support.LbProcess;
import dev.fairlead.server.demo.ExampleBackend;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The token of a server goes neither to who listens on its port at another address, nor to who has taken its port. */
class OthersOnThePortIT {

    @Test
    void nobodyElseIsShownTheTokenNorAskedAnything() throws IOException {
        try (ExampleBackend backend = ExampleBackend.start("a", 0);
                LbProcess lb = LbProcess.over(List.of(backend.address()), "")) {
            int port = lb.ports().getInt("control");
            String token = ConfigFactory.parseFile(
                            lb.runtimeFolder().resolve(port + ".json").toFile())
                    .getString("token");
            assertThat(lb.ctl("backends", "list", "-o", "name").ok().out()).contains(backend.address());
            try (Impostor beside = Impostor.on("127.0.0.2", port)) {
                assertThat(lb.ctl("backends", "list", "--address", "127.0.0.2:" + port)
                                .exit())
                        .isNotZero();
                assertThat(beside.calls).isNotEmpty().noneMatch(call -> call.contains(token));
                assertThat(lb.ctl("backends", "list", "-o", "name", "--address", "localhost:" + port)
                                .ok()
                                .out())
                        .contains(backend.address());
            }

            lb.kill();
            Await.until("its port is free", () -> Impostor.canListen(port));
            try (Impostor after = Impostor.on("127.0.0.1", port)) {
                LbCtl said = lb.ctl("backends", "list", "--address", "127.0.0.1:" + port);
                assertThat(said.exit()).isNotZero();
                assertThat(after.calls).isNotEmpty().allMatch(call -> call.endsWith(" null"));
            }
        }
    }

    /** Writes down every call with what was shown to it. */
    private static final class Impostor implements AutoCloseable {

        private static final Metadata.Key<String> AUTHORIZATION =
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

        private final List<String> calls = new CopyOnWriteArrayList<>();
        private final Server server;

        private Impostor(InetSocketAddress address) throws IOException {
            server = NettyServerBuilder.forAddress(address)
                    .fallbackHandlerRegistry(new Nothing())
                    .addStreamTracerFactory(new ServerStreamTracer.Factory() {
                        @Override
                        public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
                            calls.add(method + " " + headers.get(AUTHORIZATION));
                            return new ServerStreamTracer() {};
                        }
                    })
                    .build()
                    .start();
        }

        static Impostor on(String host, int port) throws IOException {
            return new Impostor(new InetSocketAddress(host, port));
        }

        static boolean canListen(int port) throws IOException {
            on("127.0.0.1", port).close();
            return true;
        }

        @Override
        public void close() {
            server.shutdownNow();
        }
    }

    private static final class Nothing extends HandlerRegistry {
        @Override
        public ServerMethodDefinition<?, ?> lookupMethod(String name, String authority) {
            return null;
        }
    }
}

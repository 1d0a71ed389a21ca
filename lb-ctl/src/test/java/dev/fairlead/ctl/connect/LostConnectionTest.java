package dev.fairlead.ctl.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.control.v1.AddBackendRequest;
import dev.fairlead.control.v1.AddBackendResponse;
import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.ctl.support.ScriptedServer;
import dev.fairlead.ctl.support.User;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A change whose answer is lost: nobody can tell whether it was made, so it is asked for again under the same id. */
class LostConnectionTest {

    @Test
    void aChangeIsSentOnceMoreUnderTheSameRequestId() throws IOException {
        try (ScriptedServer server = ScriptedServer.start();
                Relay relay = new Relay(server.port())) {
            server.onStream(BackendServiceGrpc.getAddBackendMethod(), (request, reader) -> {
                if (server.asked(AddBackendRequest.class).size() == 1) {
                    relay.cut();
                } else {
                    reader.onNext(AddBackendResponse.newBuilder()
                            .setBackend(Backend.newBuilder().setId("b2"))
                            .build());
                    reader.onCompleted();
                }
            });
            User user = User.of(server).with("LB_CTL_ADDRESS", "127.0.0.1:" + relay.port());

            assertThat(user.types("backends add 127.0.0.1:3002 -o name"))
                    .as(user.err())
                    .isZero();

            assertThat(user.out()).isEqualTo("b2\n");
            List<AddBackendRequest> asked = server.asked(AddBackendRequest.class);
            assertThat(asked).hasSize(2);
            assertThat(asked.get(1)).isEqualTo(asked.get(0));
            assertThat(asked.get(0).getRequestId()).isNotEmpty();
        }
    }

    @Test
    void whatIsLostTwiceIsSaid() throws IOException {
        try (ScriptedServer server = ScriptedServer.start();
                Relay relay = new Relay(server.port())) {
            server.onStream(BackendServiceGrpc.getAddBackendMethod(), (request, reader) -> relay.cut());
            User user = User.of(server).with("LB_CTL_ADDRESS", "127.0.0.1:" + relay.port());

            assertThat(user.types("backends add 127.0.0.1:3002")).isEqualTo(3);

            assertThat(server.asked(AddBackendRequest.class)).hasSize(2);
            assertThat(user.err())
                    .startsWith("lb-ctl: lost the connection to the server at 127.0.0.1:" + relay.port())
                    .hasLineCount(1);
        }
    }

    /** Passes bytes on until it is told to cut. */
    private static final class Relay implements AutoCloseable {

        private final ServerSocket listening = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        private final List<Socket> open = new CopyOnWriteArrayList<>();

        Relay(int port) throws IOException {
            start(() -> {
                while (true) {
                    Socket caller = listening.accept();
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                    open.add(caller);
                    open.add(server);
                    start(() -> pass(caller, server));
                    start(() -> pass(server, caller));
                }
            });
        }

        int port() {
            return listening.getLocalPort();
        }

        void cut() {
            for (Socket socket : open) {
                try {
                    socket.close();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
            open.clear();
        }

        @Override
        public void close() throws IOException {
            listening.close();
            cut();
        }

        private static void pass(Socket from, Socket to) throws IOException {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[8192];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                out.write(bytes, 0, count);
            }
        }

        private static void start(Step step) {
            Thread thread = new Thread(() -> {
                try {
                    step.run();
                } catch (IOException e) {
                    // cut, or closed: the end of this one
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
    }

    private interface Step {
        void run() throws IOException;
    }
}

package dev.fairlead.server.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A backend that does exactly what a test says, byte by byte. Blocking calls give up after a while. */
final class ScriptedBackend implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final ServerSocket server;
    private final List<Peer> peers = new ArrayList<>();

    ScriptedBackend() throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    ScriptedBackend(ServerSocket server) throws IOException {
        this.server = server;
        server.setSoTimeout(PATIENCE_MILLIS);
    }

    int port() {
        return server.getLocalPort();
    }

    Peer accept() throws IOException {
        Peer peer = new Peer(server.accept());
        peers.add(peer);
        return peer;
    }

    @Override
    public void close() throws IOException {
        for (Peer peer : peers) {
            peer.close();
        }
        server.close();
    }

    /** One accepted connection. */
    static final class Peer {

        private final Socket socket;

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
        }

        /** The request head with its blank line. */
        String head() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int octet = socket.getInputStream().read();
                if (octet < 0) {
                    throw new IOException("closed after \"" + head + "\"");
                }
                head.append((char) octet);
            }
            return head.toString();
        }

        String read(int count) throws IOException {
            byte[] bytes = socket.getInputStream().readNBytes(count);
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }

        /** Everything up to its end; "" if it was reset. */
        String rest() throws IOException {
            ByteArrayOutputStream rest = new ByteArrayOutputStream();
            try {
                socket.getInputStream().transferTo(rest);
            } catch (SocketException e) {
                return rest.toString(StandardCharsets.ISO_8859_1);
            }
            return rest.toString(StandardCharsets.ISO_8859_1);
        }

        Peer write(String text) throws IOException {
            return write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        Peer write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        }

        void answer(String head, String body) throws IOException {
            head();
            write(head.replace("\n", "\r\n") + "\r\n\r\n" + body);
        }

        void ok(String body) throws IOException {
            answer("HTTP/1.1 200 OK\nContent-Length: " + body.length(), body);
        }

        void close() throws IOException {
            socket.close();
        }

        void halfClose() throws IOException {
            socket.shutdownOutput();
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}

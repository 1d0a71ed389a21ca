package dev.fairlead.server.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A backend of which the test plays every byte, connection by connection. */
public final class RawBackend implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final ServerSocket server;

    public RawBackend() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server.setSoTimeout(PATIENCE_MILLIS);
    }

    public int port() {
        return server.getLocalPort();
    }

    public String address() {
        return "127.0.0.1:" + port();
    }

    /** The next connection; fails if none comes. */
    public Wire accept() throws IOException {
        return new Wire(server.accept());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

package dev.fairlead.server.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A data port with one backend behind it, of which the test plays every byte; with all sockets that the test opened there. */
final class PortWithBackend implements AutoCloseable {

    final TestPort port;
    final RawBackend backend;
    private final List<Wire> wires = new ArrayList<>();

    PortWithBackend() {
        try {
            backend = new RawBackend();
            port = new TestPort().backends(backend.port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client. */
    Wire connect() {
        try {
            return keep(port.connect());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The backend's end of the next connection to it. */
    Wire accept() throws IOException {
        return keep(backend.accept());
    }

    Wire keep(Wire wire) {
        wires.add(wire);
        return wire;
    }

    void hangUp() throws IOException {
        for (Wire wire : wires) {
            wire.close();
        }
    }

    @Override
    public void close() throws IOException {
        hangUp();
        port.close();
        backend.close();
    }
}

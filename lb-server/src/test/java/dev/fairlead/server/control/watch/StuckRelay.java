package dev.fairlead.server.control.watch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * Stands between a client and the server, and stops reading from the server: for the server that is a client which never
 * reads again, with all that its kernel and its HTTP/2 windows do.
 */
final class StuckRelay implements AutoCloseable {

    private static final int SMALL = 4096;

    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    StuckRelay(InetSocketAddress server) throws IOException {
        this.server = server;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    void stick() {
        gate = new CountDownLatch(1);
    }

    void loosen() {
        gate.countDown();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket there = new Socket();
                there.setReceiveBufferSize(SMALL);
                there.connect(server);
                sockets.add(client);
                sockets.add(there);
                start(() -> copy(client, there, false));
                start(() -> copy(there, client, true));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void copy(Socket from, Socket to, boolean sticks) {
        byte[] bytes = new byte[SMALL];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                out.write(bytes, 0, count);
                if (sticks) {
                    gate.await();
                }
            }
        } catch (IOException closed) {
            // One of the two has closed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "stuck-relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        loosen();
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}

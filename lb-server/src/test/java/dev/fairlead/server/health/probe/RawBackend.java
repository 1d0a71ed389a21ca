package dev.fairlead.server.health.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A backend on a real socket that answers each connection with the same bytes, whatever was asked, and closes. */
public final class RawBackend implements AutoCloseable {
    private final ServerSocket server;
    private final Thread thread;
    private final byte[] answer;
    private final boolean closes;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    private RawBackend(String answer, boolean closes, int port) throws IOException {
        server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        this.answer = answer.getBytes(StandardCharsets.ISO_8859_1);
        this.closes = closes;
        thread = new Thread(this::serve, "raw-backend");
        thread.setDaemon(true);
        thread.start();
    }

    public static RawBackend answering(String answer) throws IOException {
        return new RawBackend(answer, true, 0);
    }

    /** On the port of one that was there before. */
    public static RawBackend answering(String answer, String address) throws IOException {
        return new RawBackend(answer, true, Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
    }

    /** Answers and leaves the connection open. */
    public static RawBackend lingering(String answer) throws IOException {
        return new RawBackend(answer, false, 0);
    }

    public String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** The heads that came, as text. */
    public List<String> requests() {
        return requests;
    }

    private void serve() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                exchange(socket);
            }
        } catch (SocketException closed) {
            // by close()
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void exchange(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        int c = in.read();
        while (c >= 0) {
            head.append((char) c);
            if (head.indexOf("\r\n\r\n") >= 0) {
                requests.add(head.toString());
                OutputStream out = socket.getOutputStream();
                out.write(answer);
                out.flush();
                break;
            }
            c = in.read();
        }
        if (closes) {
            socket.close();
        }
    }

    /** The system keeps listening until the thread has left its call, so that is waited for. */
    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.fairlead.it.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A backend that follows a script on the raw socket, however hostile. It answers {@code GET /health} with 200 by itself,
 * so that it takes traffic, and remembers what it was asked and over how many connections.
 */
public final class RawBackend implements AutoCloseable {

    /** What to do with a request whose head has been read; the connection is kept if it is neither closed nor reset. */
    @FunctionalInterface
    public interface Script {
        void answer(Conversation conversation, RawHead request) throws IOException;
    }

    private final ServerSocket listener;
    private final Script script;
    private final boolean healthPage;
    private final List<RawHead> requests = new CopyOnWriteArrayList<>();
    private final List<IOException> failures = new CopyOnWriteArrayList<>();
    private final Set<Conversation> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    private RawBackend(Script script, boolean healthPage) throws IOException {
        this.script = script;
        this.healthPage = healthPage;
        listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        daemon("raw-backend-accept", this::accept);
    }

    public static RawBackend start(Script script) throws IOException {
        return new RawBackend(script, true);
    }

    /** Answers everything with these bytes, {@code /health} as well. */
    public static RawBackend withoutHealthPage(String response) throws IOException {
        return new RawBackend((conversation, request) -> conversation.send(response), false);
    }

    /** Answers every request with these bytes and keeps the connection. */
    public static RawBackend saying(String response) throws IOException {
        return start((conversation, request) -> {
            conversation.readRequestBody(request);
            conversation.send(response);
        });
    }

    public String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** The requests that came, without the probes. */
    public List<RawHead> requests() {
        return List.copyOf(requests);
    }

    /** Connections that have carried a request other than a probe. */
    public int connections() {
        return connections.get();
    }

    /** Connections that are open now, probes and idle ones included. */
    public int open() {
        return open.size();
    }

    /** What went wrong while a script wrote or read: a peer that went away shows here. */
    public List<IOException> failures() {
        return List.copyOf(failures);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Conversation conversation = new Conversation(listener.accept());
                open.add(conversation);
                daemon("raw-backend", () -> converse(conversation));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void converse(Conversation conversation) {
        try (conversation) {
            // A pooled connection may lie idle for long.
            conversation.patience(60_000);
            while (conversation.open()) {
                RawHead request = conversation.readHead();
                if (healthPage && request.target().equals("/health")) {
                    conversation.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                } else {
                    requests.add(request);
                    conversation.countOnce(connections);
                    script.answer(conversation, request);
                }
            }
        } catch (IOException e) {
            failures.add(e);
        } finally {
            open.remove(conversation);
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Conversation conversation : open) {
            conversation.close();
        }
    }

    /** One connection, as the script sees it. */
    public static final class Conversation extends RawStream {

        private final Socket socket;
        private boolean counted;

        private Conversation(Socket socket) throws IOException {
            super(socket);
            this.socket = socket;
        }

        public byte[] readRequestBody(RawHead request) throws IOException {
            return readBody(request);
        }

        public boolean open() {
            return !socket.isClosed();
        }

        private void countOnce(AtomicInteger counter) {
            if (!counted) {
                counted = true;
                counter.incrementAndGet();
            }
        }
    }
}

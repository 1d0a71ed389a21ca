package dev.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/** Clients that ask again as soon as they are answered, or at a pace, each over one connection. */
public final class ClientLoad {

    private final InetSocketAddress data;
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLongArray longest;
    private final long pause;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    public ClientLoad(InetSocketAddress data, int clients) {
        this(data, clients, Integer.MAX_VALUE);
    }

    /** @param perSecond requests that all of them send together; who was late catches up */
    public ClientLoad(InetSocketAddress data, int clients, int perSecond) {
        this.data = data;
        this.pause = clients * TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.longest = new AtomicLongArray(clients);
        for (int i = 0; i < clients; i++) {
            int client = i;
            Thread thread = new Thread(() -> run(client), "client-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private void run(int client) {
        byte[] request = ("GET / HTTP/1.1\r\nHost: test.example\r\nX-Client: client-" + client + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket(data.getAddress(), data.getPort())) {
            socket.setSoTimeout(20_000);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            long due = System.nanoTime() + client * pause / longest.length();
            for (; !stopped; due += pause) {
                awaitTime(due);
                long asked = System.nanoTime();
                socket.getOutputStream().write(request);
                String status = answer(in);
                longest.accumulateAndGet(client, System.nanoTime() - asked, Math::max);
                if (!status.equals("HTTP/1.1 200 OK")) {
                    failures.add(status);
                }
                answers.incrementAndGet();
            }
        } catch (IOException e) {
            failures.add(e.toString());
        }
    }

    private static void awaitTime(long due) {
        for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
            LockSupport.parkNanos(early);
        }
    }

    private static String answer(BufferedReader in) throws IOException {
        String status = in.readLine();
        int length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring("Content-Length: ".length()));
            }
        }
        in.skip(length);
        return String.valueOf(status);
    }

    public long answers() {
        return answers.get();
    }

    /** Everything that was not a 200. */
    public Collection<String> failures() {
        return failures;
    }

    /** What the slowest answer to one client took until now, in milliseconds. */
    public long longest(int client) {
        return TimeUnit.NANOSECONDS.toMillis(longest.get(client));
    }

    public void awaitMore(int more) {
        long goal = answers.get() + more;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (answers.get() < goal && failures.isEmpty()) {
            assertThat(System.nanoTime())
                    .as("waited in vain for " + goal + " answers")
                    .isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    public void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(20));
        }
    }
}

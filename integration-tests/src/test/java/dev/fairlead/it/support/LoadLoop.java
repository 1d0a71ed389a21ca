package dev.fairlead.it.support;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Asks at a steady rate over kept connections, and counts. The loop is closed: when every connection waits for an answer
 * the rate falls, and the machine is spared. A request whose time has passed is sent at once.
 */
public final class LoadLoop implements AutoCloseable {

    private final InetSocketAddress target;
    private final double perSecond;
    private final LongFunction<String> requests;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong issued = new AtomicLong();
    private final AtomicLong slowest = new AtomicLong();
    private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> backends = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final long startNanos = System.nanoTime();
    private volatile boolean stopped;

    private LoadLoop(InetSocketAddress target, int connections, double perSecond, LongFunction<String> requests) {
        this.target = target;
        this.perSecond = perSecond;
        this.requests = requests;
        for (int i = 0; i < connections; i++) {
            Thread thread = new Thread(this::run, "load-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /** GETs of one path. */
    public static LoadLoop gets(InetSocketAddress target, String path, int connections, double perSecond) {
        String request = Http.request("GET", path, "");
        return new LoadLoop(target, connections, perSecond, number -> request);
    }

    /** POSTs of a few bytes, each to the path with its number from 0 on. */
    public static LoadLoop posts(InetSocketAddress target, String path, int connections, double perSecond) {
        return new LoadLoop(
                target, connections, perSecond, number -> Http.request("POST", path + number, "order " + number));
    }

    /** GETs of whatever paths, each by its number from 0 on. */
    public static LoadLoop gets(
            InetSocketAddress target, LongFunction<String> path, int connections, double perSecond) {
        return new LoadLoop(target, connections, perSecond, number -> Http.request("GET", path.apply(number), ""));
    }

    private void run() {
        RawClient client = null;
        while (!stopped) {
            long number = issued.getAndIncrement();
            pause(number);
            if (stopped) {
                break;
            }
            long began = System.nanoTime();
            try {
                client = client == null ? RawClient.connect(target) : client;
                client = ask(client, requests.apply(number));
            } catch (IOException e) {
                failures.add("request " + number + " after " + (System.nanoTime() - began) / 1_000_000 + " ms: " + e);
                closeQuietly(client);
                client = null;
            }
            slowest.accumulateAndGet(System.nanoTime() - began, Math::max);
        }
        closeQuietly(client);
    }

    private void pause(long number) {
        long due = startNanos + (long) (number * TimeUnit.SECONDS.toNanos(1) / perSecond);
        for (long left = due - System.nanoTime(); left > 0 && !stopped; left = due - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(50)));
        }
    }

    private @Nullable RawClient ask(RawClient client, String request) throws IOException {
        client.patience(60_000);
        client.send(request);
        Http.Response response = client.readResponse(request.substring(0, request.indexOf(' ')));
        statuses.computeIfAbsent(response.status(), status -> new LongAdder()).increment();
        response.head()
                .header("X-Backend-Server")
                .ifPresent(name -> backends.computeIfAbsent(name, backend -> new LongAdder())
                        .increment());
        if (response.header("Connection").equalsIgnoreCase("close")) {
            client.close();
            return null;
        }
        return client;
    }

    private static void closeQuietly(@Nullable RawClient client) {
        if (client != null) {
            try {
                client.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    /** Waits until so many more answers with this status have come. */
    public void awaitMore(int status, long more) {
        long goal = count(status) + more;
        Await.until(goal + " answers " + status, Duration.ofSeconds(60), () -> count(status) >= goal, this::toString);
    }

    public long count(int status) {
        LongAdder adder = statuses.get(status);
        return adder == null ? 0 : adder.sum();
    }

    /** Answers by {@code X-Backend-Server}, if the load balancer tells it. */
    public long from(String backend) {
        LongAdder adder = backends.get(backend);
        return adder == null ? 0 : adder.sum();
    }

    public Map<Integer, Long> statuses() {
        Map<Integer, Long> copy = new java.util.TreeMap<>();
        statuses.forEach((status, count) -> copy.put(status, count.sum()));
        return copy;
    }

    /** Requests that got no whole answer. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    public Duration slowest() {
        return Duration.ofNanos(slowest.get());
    }

    /** Lets running requests end. */
    public LoadLoop stop() {
        stopped = true;
        try {
            for (Thread thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(70));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return this;
    }

    @Override
    public void close() {
        stop();
    }

    @Override
    public String toString() {
        return "statuses " + statuses() + ", slowest " + slowest().toMillis() + " ms, failures " + failures;
    }
}

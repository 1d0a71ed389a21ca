package dev.fairlead.ctl.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Threads that send requests until all are sent. */
final class LoadRun {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final HttpRequest request;
    private final int requests;
    private final int connections;
    private final LongSupplier nanoClock;
    private final AtomicInteger left;

    LoadRun(URI url, int requests, int connections, LongSupplier nanoClock) {
        this.request = HttpRequest.newBuilder(url).timeout(PATIENCE).build();
        this.requests = requests;
        this.connections = connections;
        this.nanoClock = nanoClock;
        this.left = new AtomicInteger(requests);
    }

    LoadResult run() throws InterruptedException {
        LoadResult result = new LoadResult(requests);
        long begin = nanoClock.getAsLong();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Thread thread = new Thread(() -> ask(result), "load-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        result.took(nanoClock.getAsLong() - begin);
        return result;
    }

    private void ask(LoadResult result) {
        while (left.getAndDecrement() > 0) {
            long sent = nanoClock.getAsLong();
            try {
                HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
                String backend = answer.headers().firstValue("X-Backend-Server").orElse("");
                result.answered(answer.statusCode(), backend, nanoClock.getAsLong() - sent);
            } catch (IOException e) {
                result.failed(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}

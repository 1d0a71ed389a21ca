package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.control.v1.AddBackendRequest;
import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.BackendServiceGrpc.BackendServiceBlockingStub;
import dev.fairlead.control.v1.ListBackendsRequest;
import dev.fairlead.control.v1.RemoveBackendRequest;
import dev.fairlead.control.v1.UpdateBackendRequest;
import dev.fairlead.it.support.ExampleBackends;
import dev.fairlead.it.support.LbProcess;
import dev.fairlead.it.support.LoadLoop;
import dev.fairlead.server.demo.ExampleBackend;
import io.grpc.ManagedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Automation that changes a great deal, on a disk that is synced for every change. */
class ManyChangesIT {

    private static final Logger log = LoggerFactory.getLogger(ManyChangesIT.class);

    private List<ExampleBackend> backends;
    private LbProcess lb;
    private ManagedChannel channel;
    private BackendServiceBlockingStub service;

    @BeforeEach
    void start() {
        backends = ExampleBackends.start("a", "b");
        lb = LbProcess.over(
                backends.stream().map(ExampleBackend::address).toList(),
                "strategy = round_robin, health-check { type = none }");
        lb.awaitHealthy(2);
        channel = lb.channel();
        service = BackendServiceGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        lb.close();
        backends.forEach(ExampleBackend::close);
    }

    @Test
    void backendsComeAndGoUnderLoadWithoutAFailedRequest() {
        comeAndGo(50, 200);
    }

    @Test
    @Tag("stress")
    void thousandBackendsComeAndGoAtThousandRequestsASecond() {
        comeAndGo(1_000, 1_000);
    }

    /** All of them are addresses of the two backends that there are, so that every choice can be answered. */
    private void comeAndGo(int count, int requestsPerSecond) {
        Histogram micros = new Histogram(3);
        try (LoadLoop load = LoadLoop.gets(lb.data(), "/", 16, requestsPerSecond)) {
            load.awaitMore(200, requestsPerSecond);
            for (int i = 0; i < count; i++) {
                Backend backend = Backend.newBuilder()
                        .setId("extra-" + i)
                        .setUrl(backends.get(i % 2).address())
                        .build();
                timed(
                        micros,
                        () -> service.addBackend(AddBackendRequest.newBuilder()
                                .setBackend(backend)
                                .build()));
            }
            assertThat(service.listBackends(ListBackendsRequest.getDefaultInstance())
                            .getBackendsCount())
                    .isEqualTo(count + 2);
            for (int i = 0; i < count; i++) {
                String id = "extra-" + i;
                timed(
                        micros,
                        () -> service.removeBackend(
                                RemoveBackendRequest.newBuilder().setId(id).build()));
            }
            load.awaitMore(200, requestsPerSecond);
            load.stop();
            assertThat(load.failures()).as(load + "\n" + lb.said()).isEmpty();
            assertThat(load.statuses()).containsOnlyKeys(200);
        }
        log.info(
                "{} changes with fsync: median {} us, 99% {} us, longest {} us",
                2 * count, micros.getValueAtPercentile(50), micros.getValueAtPercentile(99), micros.getMaxValue());
    }

    private static void timed(Histogram micros, Runnable change) {
        long began = System.nanoTime();
        change.run();
        micros.recordValue((System.nanoTime() - began) / 1_000);
    }

    @Test
    void fourClientsAtOnceLoseNoUpdateAndLeaveNoGap() throws Exception {
        changeFromFourClients(400);
    }

    @Test
    @Tag("stress")
    void tenThousandChangesFromFourClients() throws Exception {
        changeFromFourClients(10_000);
    }

    /** Each client counts up the weight of a backend of its own, and all of them add to one history. */
    private void changeFromFourClients(int changes) throws Exception {
        for (int client = 0; client < 4; client++) {
            service.addBackend(AddBackendRequest.newBuilder()
                    .setBackend(Backend.newBuilder()
                            .setId("of-client-" + client)
                            .setUrl(backends.get(0).address()))
                    .build());
        }
        ConcurrentLinkedQueue<Integer> revisions = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        CountDownLatch done = new CountDownLatch(4);
        List<Thread> clients = new ArrayList<>();
        for (int client = 0; client < 4; client++) {
            String id = "of-client-" + client;
            clients.add(new Thread(() -> {
                try {
                    for (int i = 0; i < changes / 4; i++) {
                        revisions.add(service.updateBackend(UpdateBackendRequest.newBuilder()
                                        .setBackend(
                                                Backend.newBuilder().setId(id).setWeight(2 + i % 900))
                                        .build())
                                .getRevision());
                    }
                } catch (RuntimeException e) {
                    failures.add(e);
                }
                done.countDown();
            }));
        }
        clients.forEach(Thread::start);
        done.await();

        assertThat(failures).isEmpty();
        int first = 6; // the file, and four clients' backends
        assertThat(revisions)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(first, first + changes).boxed().toList());
        assertThat(service.listBackends(ListBackendsRequest.getDefaultInstance())
                        .getBackendsList())
                .filteredOn(backend -> backend.getId().startsWith("of-client"))
                .extracting(Backend::getWeight)
                .containsOnly(2 + (changes / 4 - 1) % 900);
        lb.kill().again().ready();
        String last = String.valueOf(first + changes - 1);
        assertThat(lb.said()).contains("(revision " + last + ")");
    }
}

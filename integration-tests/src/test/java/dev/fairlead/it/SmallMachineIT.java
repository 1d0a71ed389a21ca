package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.it.support.Await;
import dev.fairlead.it.support.BackendProcess;
import dev.fairlead.it.support.Http;
import dev.fairlead.it.support.LbProcess;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Strangers who take what a small machine has little of, and others who want to be served meanwhile. */
class SmallMachineIT {

    private static final String PROBES = "health-check { interval = 200ms, timeout = 5s }";

    private final List<Socket> strangers = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket stranger : strangers) {
            stranger.close();
        }
    }

    /** At each port; there are 256 descriptors for everything. */
    @Test
    void silentClientsTakeNeitherTheBackendsNorTheOthersDescriptors() throws Exception {
        try (BackendProcess backend = BackendProcess.start("a");
                LbProcess lb = LbProcess.with()
                        .descriptors(256)
                        .file("lb.conf", LbProcess.configuration(List.of(backend.address()), PROBES))
                        .start()
                        .ready()) {
            lb.awaitHealthy(1);
            for (int i = 0; i < 300; i++) {
                strangers.add(new Socket(lb.data().getAddress(), lb.data().getPort()));
                strangers.add(new Socket(lb.admin().getAddress(), lb.admin().getPort()));
                strangers.add(new Socket("127.0.0.1", lb.ports().getInt("control")));
            }
            double probes = lb.metric("lb_health_checks_total", "result=\"passed\"");
            Await.until("probes go on", () -> lb.metric("lb_health_checks_total", "result=\"passed\"") > probes + 5);
            for (int i = 0; i < 20; i++) {
                assertThat(lb.get("/" + i).status()).isEqualTo(200);
            }
            assertThat(lb.ctl("backends", "list").exit()).isZero();
            assertThat(lb.metric("lb_connections_refused_total")).isPositive();
            assertThat(lb.metric("lb_operator_connections_refused_total", "port=\"control\""))
                    .isPositive();
            assertThat(lb.metric("lb_operator_connections_refused_total", "port=\"admin\""))
                    .isPositive();
            assertThat(lb.metric("lb_health_checks_total", "result=\"failed\"")).isZero();
            assertThat(lb.said()).doesNotContain("Too many open files");
        }
    }

    @Test
    void fourThousandHalfHeadsInSixtyFourMegabytesEndNeitherTheProcessNorAnothersRequest() throws Exception {
        String half = "GET / HTTP/1.1\r\nHost: a\r\nX-A: " + "a".repeat(12_000);
        AtomicBoolean over = new AtomicBoolean();
        List<String> failed = new CopyOnWriteArrayList<>();
        try (BackendProcess backend = BackendProcess.start("a");
                LbProcess lb = LbProcess.with()
                        .jvm("-Xmx64m", "-XX:+ExitOnOutOfMemoryError")
                        .file("lb.conf", LbProcess.configuration(List.of(backend.address()), ""))
                        .start()
                        .ready()) {
            lb.awaitHealthy(1);
            CompletableFuture<Integer> others = CompletableFuture.supplyAsync(() -> requests(lb, over, failed));
            for (int i = 0; i < 4000; i++) {
                Socket stranger = new Socket(lb.data().getAddress(), lb.data().getPort());
                strangers.add(stranger);
                stranger.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
            }
            Await.until(
                    "others were served",
                    Duration.ofMinutes(2),
                    () -> lb.metric("lb_requests_total", "code=\"2xx\"") > 1000);
            over.set(true);

            assertThat(others.get()).isGreaterThan(1000);
            assertThat(failed).hasSizeLessThanOrEqualTo(others.get() / 1000);
            assertThat(lb.process().alive()).isTrue();
            assertThat(lb.metric("lb_buffer_bytes")).isLessThanOrEqualTo(lb.metric("lb_buffer_bytes_limit"));
        }
    }

    private static int requests(LbProcess lb, AtomicBoolean over, List<String> failed) {
        int sent = 0;
        for (; !over.get(); sent++) {
            try {
                Http.Response response = Http.get(lb.data(), "/" + sent);
                if (response.status() != 200) {
                    failed.add(sent + ": " + response.status() + " " + response.text());
                }
            } catch (IOException e) {
                failed.add(sent + ": " + e);
            }
        }
        return sent;
    }
}

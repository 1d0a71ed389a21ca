package dev.fairlead.server.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.UpstreamTls;
import dev.fairlead.server.upstream.UpstreamResources;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

class RunningBackendsTest {
    private final Pool pool = Pool.named("default");
    private XnioWorker worker;
    private UpstreamResources upstreams;
    private RunningBackends backends;

    @BeforeEach
    void open() throws IOException {
        worker = Xnio.getInstance()
                .createWorker(OptionMap.create(Options.WORKER_IO_THREADS, 1, Options.THREAD_DAEMON, true));
        upstreams = new UpstreamResources(worker);
        backends = new RunningBackends(upstreams);
    }

    @AfterEach
    void close() {
        upstreams.close();
        worker.shutdownNow();
    }

    @Test
    void whatMayChangeOnABackendKeepsIt() {
        Backend declared = Backend.at("10.0.0.1:80");
        RunningBackend running = backends.of(pool, declared);
        running.enter();

        assertThat(backends.of(pool, declared.withWeight(9))).isSameAs(running);
        assertThat(backends.of(pool, declared.withTags(Map.of("zone", "a")))).isSameAs(running);
        assertThat(backends.of(pool, declared.withAdminState(AdminState.DRAIN))).isSameAs(running);
        assertThat(running.inFlight()).isEqualTo(1);
    }

    /** As IO threads do it all at once; a tunnel may end on another thread than the one it began on. */
    @Test
    void requestsAndTunnelsAreCountedExactly() throws InterruptedException {
        RunningBackend running = backends.of(pool, Backend.at("10.0.0.1:80"));
        int tunnelsLeft = 3;
        List<Thread> threads = Stream.generate(() -> new Thread(() -> {
                    for (int i = 0; i < 20_000; i++) {
                        running.enter();
                        running.enter();
                        running.becomeTunnel();
                        running.leave();
                        running.leaveTunnel();
                    }
                    running.enter();
                    running.enter();
                    running.becomeTunnel();
                }))
                .limit(tunnelsLeft)
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(running.left()).isEqualTo(new InFlight(tunnelsLeft, tunnelsLeft));
        assertThat(running.tunnels()).isEqualTo(tunnelsLeft);
        assertThat(running.inFlight()).isEqualTo(2 * tunnelsLeft);
    }

    @Test
    void anotherUrlPoolOrTrustIsAnotherBackend() {
        Backend declared = Backend.at("https://10.0.0.1:443").withId("a");
        RunningBackend running = backends.of(pool, declared);

        assertThat(backends.of(pool, declared.withUrl(Backend.parseUrl("https://10.0.0.2:443"))))
                .isNotSameAs(running);
        assertThat(backends.of(Pool.named("other"), declared)).isNotSameAs(running);
        assertThat(backends.of(pool.withTls(new UpstreamTls("", "other.example")), declared))
                .isNotSameAs(running);
    }

    @Test
    void removedBackendsAreRetiredOnceAndForgotten() {
        RunningBackend stays = backends.of(pool, Backend.at("10.0.0.1:80"));
        RunningBackend goes = backends.of(pool, Backend.at("10.0.0.2:80"));

        backends.retire(List.of(goes));
        assertThat(goes.isRetired()).isTrue();
        assertThat(stays.isRetired()).isFalse();
        assertThat(backends.of(pool, Backend.at("10.0.0.1:80"))).isSameAs(stays);
        RunningBackend next = backends.of(pool, Backend.at("10.0.0.2:80"));
        assertThat(next).isNotSameAs(goes);
        backends.retire(List.of(goes));
        assertThat(next.isRetired()).isFalse();
        assertThat(backends.of(pool, Backend.at("10.0.0.2:80"))).isSameAs(next);
    }
}

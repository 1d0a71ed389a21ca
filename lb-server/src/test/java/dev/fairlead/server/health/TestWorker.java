package dev.fairlead.server.health;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.backend.RunningBackends;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.upstream.Upstreams;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/** A real worker, for backends cannot exist without one. */
final class TestWorker implements AutoCloseable {
    private final XnioWorker worker;
    private final Upstreams upstreams;
    private final RunningBackends backends;

    TestWorker() throws IOException {
        worker = Xnio.getInstance()
                .createWorker(OptionMap.create(Options.WORKER_IO_THREADS, 1, Options.THREAD_DAEMON, true));
        upstreams = new Upstreams(worker);
        backends = new RunningBackends(upstreams);
    }

    RunningBackend backend(String address) {
        return backend(Pool.named("default"), address);
    }

    RunningBackend backend(Pool pool, String address) {
        return backends.of(pool, Backend.at(address));
    }

    /** So many on made-up ports. */
    List<RunningBackend> backends(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> backend("127.0.0.1:" + (3001 + i)))
                .toList();
    }

    Upstreams upstreams() {
        return upstreams;
    }

    XnioWorker worker() {
        return worker;
    }

    @Override
    public void close() {
        upstreams.close();
        worker.shutdownNow();
    }
}

package dev.fairlead.server.health;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.backend.RunningBackends;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.upstream.UpstreamResources;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/** A real worker, for backends cannot exist without one. */
public final class TestWorker implements AutoCloseable {
    private final XnioWorker worker;
    private final UpstreamResources upstreams;
    private final RunningBackends backends;

    public TestWorker() throws IOException {
        worker = Xnio.getInstance()
                .createWorker(OptionMap.create(Options.WORKER_IO_THREADS, 1, Options.THREAD_DAEMON, true));
        upstreams = new UpstreamResources(worker);
        backends = new RunningBackends(upstreams);
    }

    public RunningBackend backend(String address) {
        return backend(Pool.named("default"), address);
    }

    public RunningBackend backend(Pool pool, String address) {
        return backends.of(pool, Backend.at(address));
    }

    /** So many on made-up ports. */
    public List<RunningBackend> backends(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> backend("127.0.0.1:" + (3001 + i)))
                .toList();
    }

    public UpstreamResources upstreams() {
        return upstreams;
    }

    public XnioWorker worker() {
        return worker;
    }

    @Override
    public void close() {
        upstreams.close();
        worker.shutdownNow();
    }
}

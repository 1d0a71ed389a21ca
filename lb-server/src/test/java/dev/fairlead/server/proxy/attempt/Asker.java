package dev.fairlead.server.proxy.attempt;

import static java.util.Objects.requireNonNull;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.routing.Attempt;
import dev.fairlead.server.routing.EndReason;
import dev.fairlead.server.routing.RealPool;
import dev.fairlead.server.routing.RequestRun;
import dev.fairlead.server.routing.TestFacts;
import dev.fairlead.server.upstream.http1.BodyFraming;
import dev.fairlead.server.upstream.http1.HeadBuffer;
import dev.fairlead.server.upstream.http1.RequestHead;
import dev.fairlead.server.upstream.http1.ResponseHead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.StreamSourceConduit;

/** One who asks, with nothing of a server: starts an attempt, and the next one as long as he is told to. */
final class Asker implements Downstream, RequestHead, ReadReadyHandler {

    /** What he was told, in its order. */
    final Queue<String> told = new ConcurrentLinkedQueue<>();

    final RequestRun run;
    private final RealPool pool;
    private final String method;
    private final BodyFraming framing;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private volatile @Nullable AttemptDriver driver;

    /** Whether the request leaves as soon as there is a connection. */
    boolean sendsAtOnce = true;

    /** Whether it asks for another protocol. */
    boolean upgrades;

    Asker(RealPool pool, String method, long length) {
        this.pool = pool;
        this.method = method;
        this.framing = BodyFraming.length(length);
        this.run = pool.runs.start(TestFacts.of(method), 0, length == 0);
    }

    static Asker get(RealPool pool) {
        return new Asker(pool, "GET", 0);
    }

    /** On the IO thread. */
    <T> T on(Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, pool.worker.getIoThread(0)).join();
    }

    Asker start() {
        on(() -> next().state());
        return this;
    }

    private AttemptDriver next() {
        Attempt attempt = requireNonNull(run.next());
        AttemptDriver begun = new AttemptDriver(run, attempt, this, this);
        driver = begun;
        begun.acquire();
        return begun;
    }

    AttemptDriver driver() {
        return requireNonNull(driver);
    }

    AttemptDriver.State state() {
        return on(() -> driver().state());
    }

    /** Begins what was not to begin at once. */
    boolean send() {
        return on(this::begin);
    }

    /** The same on the IO thread. */
    boolean begin() {
        boolean begun = driver().send();
        if (begun && run.replayable()) {
            driver().exchange().endRequest();
        }
        return begun;
    }

    int upload(int count) {
        return on(() -> {
            try {
                return driver().exchange().requestBody().write(ByteBuffer.allocate(count));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    void abandon(FailureKind kind) {
        on(() -> {
            driver().abandon(kind, "given up by the test");
            return kind;
        });
    }

    void finish(int status) {
        on(() -> {
            run.finish(status, 0, body.size(), EndReason.COMPLETED);
            return status;
        });
    }

    List<Attempt> attempts() {
        return run.attempts();
    }

    String body() {
        return body.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void connected() {
        told.add("connected");
        if (sendsAtOnce) {
            begin();
        }
    }

    @Override
    public void answered(ResponseHead head) {
        if (head.upgraded()) {
            AttemptDriver mine = driver();
            mine.exchange().upgrade(mine.attempt().timeouts().tunnelIdle(), mine);
            mine.tunnelled();
        } else {
            driver().exchange().responseBody().setReadReadyHandler(this);
            driver().exchange().responseBody().resumeReads();
        }
        told.add("answered " + head.status());
    }

    @Override
    public void readReady() {
        StreamSourceConduit source = driver().exchange().responseBody();
        ByteBuffer buffer = ByteBuffer.allocate(1024);
        try {
            int count = source.read(buffer);
            for (; count > 0; count = source.read(buffer.clear())) {
                body.write(buffer.array(), 0, count);
            }
            if (count < 0) {
                source.suspendReads();
                told.add("read " + body());
            }
        } catch (IOException e) {
            source.suspendReads();
        }
    }

    @Override
    public void failed(String why, boolean again) {
        told.add(again ? "again" : "failed");
        if (again) {
            next();
        }
    }

    @Override
    public void cutShort() {
        told.add("cut short");
    }

    @Override
    public void writeTo(HeadBuffer out) {
        out.ascii(method).ascii(" /a HTTP/1.1\r\nHost: test\r\n");
        if (upgrade()) {
            out.ascii("Connection: Upgrade\r\nUpgrade: websocket\r\n");
        }
        if (!run.replayable()) {
            out.ascii("Content-Length: ").decimal(framing.length()).crlf();
        }
        out.crlf();
    }

    @Override
    public BodyFraming framing() {
        return framing;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public boolean upgrade() {
        return upgrades;
    }

    @Override
    public void forceTermination() {}

    @Override
    public void terminated() {}
}

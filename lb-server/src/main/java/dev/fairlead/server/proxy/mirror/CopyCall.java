package dev.fairlead.server.proxy.mirror;

import dev.fairlead.server.desired.Timeouts;
import dev.fairlead.server.routing.CopyAttempt;
import dev.fairlead.server.routing.MirrorResult;
import dev.fairlead.server.upstream.Acquisition;
import dev.fairlead.server.upstream.ConnectionCallback;
import dev.fairlead.server.upstream.ExchangeListener;
import dev.fairlead.server.upstream.ExchangeTimeouts;
import dev.fairlead.server.upstream.Reuse;
import dev.fairlead.server.upstream.UpstreamConnection;
import dev.fairlead.server.upstream.UpstreamExchange;
import dev.fairlead.server.upstream.UpstreamFailure;
import dev.fairlead.server.upstream.http1.BodyFraming;
import dev.fairlead.server.upstream.http1.ResponseHead;
import dev.fairlead.server.upstream.timer.Timer;
import dev.fairlead.spi.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.StreamSourceConduit;
import org.xnio.conduits.WriteReadyHandler;

/** Sends a copy to its backend, once, and reads what is answered to nobody. It never takes long, nor much at a time. */
final class CopyCall implements ConnectionCallback, ExchangeListener, ReadReadyHandler, WriteReadyHandler {

    private static final Logger log = LoggerFactory.getLogger(CopyCall.class);

    /** A backend that answers for ever, a byte at a time, keeps no place for ever. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** What is longer costs its connection. */
    static final long MOST_ANSWER = 1024 * 1024;

    /** Written at a time; a whole body at once would keep the originals of this thread waiting. */
    private static final int BYTES_A_TURN = 64 * 1024;

    private static final Timer NOT_ARMED = () -> {};
    private static final Acquisition NOT_BEGUN = () -> {};

    private final RequestCopy copy;
    private final CopySource source;
    private final CopyAttempt attempt;
    private final List<ByteBuffer> body;
    private final CopyLane lane;
    private Timer timer = NOT_ARMED;
    private Acquisition acquisition = NOT_BEGUN;
    private @Nullable UpstreamExchange exchange;
    private int written;
    private long read;
    private boolean over;

    CopyCall(RequestCopy copy, CopySource source, CopyAttempt attempt, List<ByteBuffer> body, CopyLane lane) {
        this.copy = copy;
        this.source = source;
        this.attempt = attempt;
        this.body = body;
        this.lane = lane;
    }

    void start() {
        Timeouts timeouts = attempt.timeouts();
        long longest = timeouts.request().isZero()
                ? LONGEST_NANOS
                : Math.min(LONGEST_NANOS, timeouts.request().toNanos());
        timer = source.timers().schedule(longest, () -> giveUp(MirrorResult.FAILED));
        // Nobody sends it a second time, so a kept connection is looked at first.
        acquisition = attempt.backend()
                .connections()
                .acquire(
                        source.run().lane(), Reuse.LOOKED_AT, timeouts.connect().toNanos(), this);
    }

    @Override
    public void connected(UpstreamConnection connection) {
        if (over) {
            connection.release();
            return;
        }
        Timeouts timeouts = attempt.timeouts();
        try {
            exchange = connection.send(
                    source.head(attempt.backend().address()),
                    new ExchangeTimeouts(
                            timeouts.firstByte().toNanos(),
                            timeouts.perTry().toNanos(),
                            timeouts.idle().toNanos()),
                    this);
            begin(exchange);
        } catch (RuntimeException e) {
            log.error("request={} event=copying-failed", copy, e);
            giveUp(MirrorResult.FAILED);
        }
    }

    private void begin(UpstreamExchange started) {
        if (source.framing().kind() == BodyFraming.Kind.NONE) {
            started.endRequest();
        } else {
            started.requestTrailers(source.trailers());
            started.requestBody().setWriteReadyHandler(this);
            writeReady();
        }
    }

    @Override
    public void writeReady() {
        UpstreamExchange started = exchange;
        if (over || started == null) {
            return;
        }
        StreamSinkConduit sink = started.requestBody();
        try {
            if (writeSome(sink)) {
                sink.suspendWrites();
                sink.terminateWrites();
            } else if (!over) {
                sink.resumeWrites();
            }
        } catch (IOException e) {
            giveUp(MirrorResult.FAILED);
        }
    }

    /** Whether all of it is written. */
    private boolean writeSome(StreamSinkConduit sink) throws IOException {
        for (int left = BYTES_A_TURN; written < body.size() && left > 0 && !over; ) {
            ByteBuffer block = body.get(written);
            int count = sink.write(block);
            if (!block.hasRemaining()) {
                written++;
            } else if (count == 0) {
                return false;
            }
            left -= count;
        }
        return written == body.size() && !over;
    }

    @Override
    public void head(ResponseHead head) {
        attempt.head(head.status());
        if (exchange != null && head.framing().kind() != BodyFraming.Kind.NONE) {
            StreamSourceConduit answer = exchange.responseBody();
            answer.setReadReadyHandler(this);
            answer.resumeReads();
        }
    }

    @Override
    public void readReady() {
        if (over || exchange == null) {
            return;
        }
        try {
            int count = 1;
            while (count > 0 && !over) {
                count = exchange.responseBody().read(lane.scratch());
                read += count;
                if (read > MOST_ANSWER) {
                    giveUp(MirrorResult.SENT);
                }
            }
        } catch (IOException e) {
            giveUp(MirrorResult.SENT); // as a rule it was told before
        }
    }

    @Override
    public void ended(boolean reusable) {
        finish(Outcome.BROKEN, MirrorResult.SENT);
    }

    @Override
    public void failed(UpstreamFailure failure, String detail) {
        finish(outcomeOf(failure), MirrorResult.FAILED);
    }

    private static Outcome outcomeOf(UpstreamFailure failure) {
        return switch (failure) {
            case REFUSED, UNREACHABLE, CONNECT_TIMEOUT, TLS_FAILED -> Outcome.CONNECT_FAILED;
            case FIRST_BYTE_TIMEOUT, PER_TRY_TIMEOUT, IDLE_TIMEOUT, TUNNEL_IDLE -> Outcome.TIMED_OUT;
            case UNRESOLVED, NO_RESOURCES, AT_CAPACITY, CANCELLED, CUT -> Outcome.ABANDONED;
            case RESET_BEFORE_RESPONSE,
                    MALFORMED_RESPONSE,
                    HEAD_TOO_LARGE,
                    TRUNCATED_RESPONSE,
                    RESET_AFTER_HEAD,
                    WRITE_FAILED -> Outcome.BROKEN;
        };
    }

    /** Ends it here and now. */
    void giveUp(MirrorResult unlessAnswered) {
        if (over) {
            return;
        }
        acquisition.cancel();
        if (exchange != null) {
            exchange.cancel();
        }
        finish(Outcome.ABANDONED, unlessAnswered);
    }

    private void finish(Outcome unlessAnswered, MirrorResult unlessSent) {
        if (over) {
            return;
        }
        over = true;
        timer.cancel();
        attempt.end(unlessAnswered);
        copy.ended(attempt.isAnswered() ? MirrorResult.SENT : unlessSent);
    }

    @Override
    public void forceTermination() {}

    @Override
    public void terminated() {}

    @Override
    public String toString() {
        return copy + " at " + attempt;
    }
}

package dev.fairlead.server.upstream;

import dev.fairlead.server.upstream.http1.BodyFraming;
import dev.fairlead.server.upstream.http1.ResponseHead;
import dev.fairlead.server.upstream.http1.Trailer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.WriteReadyHandler;

/** One exchange as a careful caller drives it; remembers everything it was told. Touched by the IO thread only. */
class Call implements ConnectionCallback, ExchangeListener, ReadReadyHandler, WriteReadyHandler {

    private final Request request;
    private final ExchangeTimeouts timeouts;
    private final ByteBuffer upload;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(8 * 1024);
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    final List<String> headers = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final CompletableFuture<Call> headSeen = new CompletableFuture<>();
    final CompletableFuture<Call> over = new CompletableFuture<>();
    final CompletableFuture<Call> uploaded = new CompletableFuture<>();
    int status;
    boolean reused;
    boolean reusable;
    boolean keepsUploadOpen;
    boolean readsBody = true;

    @Nullable
    UpstreamFailure failure;

    String detail = "";

    @Nullable
    IOException readFailure;

    @Nullable
    IOException writeFailure;

    List<Trailer> trailers = List.of();
    List<Trailer> requestTrailers = List.of();

    @Nullable
    UpstreamExchange exchange;

    BodyFraming framing = BodyFraming.NONE;

    Call(Request request, ExchangeTimeouts timeouts, byte[] upload) {
        this.request = request;
        this.timeouts = timeouts;
        this.upload = ByteBuffer.allocateDirect(upload.length).put(upload).flip();
    }

    String body() {
        return body.toString(StandardCharsets.ISO_8859_1);
    }

    long bodySize() {
        return body.size();
    }

    UpstreamExchange exchange() {
        if (exchange == null) {
            throw new IllegalStateException("not sent");
        }
        return exchange;
    }

    @Override
    public void connected(UpstreamConnection connection) {
        events.add("connected");
        reused = connection.reused();
        UpstreamExchange sent = connection.send(request, timeouts, this);
        exchange = sent;
        sent.requestTrailers(requestTrailers);
        sent.responseBody().setReadReadyHandler(this);
        sent.requestBody().setWriteReadyHandler(this);
        writeReady();
    }

    @Override
    public void failed(UpstreamFailure why, String what) {
        events.add("failed");
        failure = why;
        detail = what;
        afterThisEvent();
    }

    /** The read or write that ended it may still be running. */
    private void afterThisEvent() {
        XnioIoThread.currentThread().execute(() -> over.complete(this));
    }

    @Override
    public void head(ResponseHead head) {
        events.add("head");
        status = head.status();
        framing = head.framing();
        head.forEach((bytes, nameAt, nameLength, valueAt, valueLength) ->
                headers.add(new String(bytes, nameAt, nameLength, StandardCharsets.ISO_8859_1) + "="
                        + new String(bytes, valueAt, valueLength, StandardCharsets.ISO_8859_1)));
        headSeen.complete(this);
        if (readsBody) {
            readReady();
        }
    }

    @Override
    public void ended(boolean kept) {
        events.add("ended");
        reusable = kept;
        afterThisEvent();
    }

    @Override
    public void readReady() {
        try {
            while (true) {
                int count = exchange().responseBody().read(buffer.clear());
                if (count < 0) {
                    trailers = exchange().trailers();
                    exchange().responseBody().suspendReads();
                    return;
                }
                if (count == 0) {
                    exchange().responseBody().resumeReads();
                    return;
                }
                byte[] bytes = new byte[count];
                buffer.flip().get(bytes);
                body.writeBytes(bytes);
            }
        } catch (IOException e) {
            readFailure = e;
        }
    }

    @Override
    public void writeReady() {
        try {
            while (upload.hasRemaining()) {
                if (exchange().requestBody().write(upload) == 0) {
                    exchange().requestBody().resumeWrites();
                    return;
                }
            }
            if (!keepsUploadOpen) {
                exchange().requestBody().terminateWrites();
            }
            exchange().flush();
            exchange().requestBody().suspendWrites();
            uploaded.complete(this);
        } catch (IOException e) {
            writeFailure = e;
        }
    }

    @Override
    public void forceTermination() {}

    @Override
    public void terminated() {}
}

package dev.fairlead.server.control.watch;

import dev.fairlead.control.v1.WatchServiceGrpc;
import dev.fairlead.control.v1.WatchStateRequest;
import dev.fairlead.control.v1.WatchStateResponse;
import dev.fairlead.control.v1.WatchStateResponse.EventCase;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A watcher of the state on a real channel, and all it was told. */
final class Listening implements StreamObserver<WatchStateResponse>, AutoCloseable {

    private final BlockingQueue<WatchStateResponse> unread = new LinkedBlockingQueue<>();
    private final List<WatchStateResponse> told = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private final Context.CancellableContext context = Context.current().withCancellation();

    static Listening from(Channel channel) {
        return to(channel, WatchStateRequest.getDefaultInstance());
    }

    static Listening after(Channel channel, int revision) {
        return to(
                channel,
                WatchStateRequest.newBuilder().setResumeRevision(revision).build());
    }

    static Listening to(Channel channel, WatchStateRequest request) {
        Listening listening = new Listening();
        listening.context.run(() -> WatchServiceGrpc.newStub(channel).watchState(request, listening));
        return listening;
    }

    @Override
    public void onNext(WatchStateResponse message) {
        told.add(message);
        unread.add(message);
    }

    @Override
    public void onError(Throwable thrown) {
        end.complete(Status.fromThrowable(thrown));
    }

    @Override
    public void onCompleted() {
        end.complete(Status.OK);
    }

    WatchStateResponse next() throws InterruptedException {
        WatchStateResponse message = unread.poll(20, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("nothing more was told after " + told);
        }
        return message;
    }

    /** Skips what does not matter. */
    WatchStateResponse next(Predicate<WatchStateResponse> wanted) throws InterruptedException {
        WatchStateResponse message = next();
        while (!wanted.test(message)) {
            message = next();
        }
        return message;
    }

    WatchStateResponse next(EventCase event) throws InterruptedException {
        return next(message -> message.getEventCase() == event);
    }

    WatchStateResponse awaitRevision(long revision) throws InterruptedException {
        return next(message -> message.hasAccepted() && message.getAccepted().getRevision() == revision
                || message.hasSnapshot() && message.getRevision() >= revision);
    }

    List<WatchStateResponse> told() {
        return told;
    }

    /** Of the accepted ones, in the order in which they were told. */
    List<Integer> revisions() {
        return told.stream()
                .filter(WatchStateResponse::hasAccepted)
                .map(message -> message.getAccepted().getRevision())
                .toList();
    }

    /** Lets go of what was told so far. */
    void forget() {
        told.clear();
        unread.clear();
    }

    Status end() throws Exception {
        return end.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        context.cancel(null);
    }
}

package dev.fairlead.server.control.call;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Answers calls when their result is available, without a waiting thread. */
public final class CallAnswers {

    private final CallThreads threads;
    private final StatusMapper statuses;

    @Inject
    CallAnswers(CallThreads threads, StatusMapper statuses) {
        this.threads = threads;
        this.statuses = statuses;
    }

    public static <T> void send(StreamObserver<T> caller, T answer) {
        caller.onNext(answer);
        caller.onCompleted();
    }

    /** Answers when the stage is complete. */
    @SuppressWarnings("FutureReturnValueIgnored") // it ends together with the call
    public <T, A> void send(StreamObserver<A> caller, CompletionStage<T> stage, Function<T, A> message) {
        ServerCallStreamObserver<A> call = (ServerCallStreamObserver<A>) caller;
        // With our own handler, an answer for a caller who has gone is dropped instead of causing an error.
        call.setOnCancelHandler(() -> {});
        prepare(stage, message).whenComplete((answer, failure) -> {
            if (failure == null) {
                send(call, answer);
            } else {
                call.onError(statuses.of(failure));
            }
        });
    }

    /**
     * Builds an answer on a thread for calls, because the thread that completes the stage, such as the control thread,
     * should not do this work. Fails with the status for the caller.
     */
    public <T, A> CompletionStage<A> prepare(CompletionStage<T> stage, Function<T, A> message) {
        return stage.handleAsync(
                (value, failure) -> {
                    if (failure != null) {
                        throw statuses.of(failure);
                    }
                    return message.apply(value);
                },
                threads);
    }
}

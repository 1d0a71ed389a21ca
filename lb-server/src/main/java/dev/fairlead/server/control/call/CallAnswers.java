package dev.fairlead.server.control.call;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Answers calls when what they ask for is there, without a thread that waits for it. */
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
    @SuppressWarnings("FutureReturnValueIgnored") // its end is the call's end
    public <T, A> void send(StreamObserver<A> caller, CompletionStage<T> stage, Function<T, A> message) {
        ServerCallStreamObserver<A> call = (ServerCallStreamObserver<A>) caller;
        // With a handler of our own an answer for someone who has gone is dropped instead of being an error.
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
     * Makes an answer on a thread for calls: whoever completes the stage, such as the control thread, has better things to
     * do. It fails with what the caller is to be told.
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

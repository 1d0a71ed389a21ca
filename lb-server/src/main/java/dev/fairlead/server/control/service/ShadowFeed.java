package dev.fairlead.server.control.service;

import static dev.fairlead.server.control.message.Outcomes.number;

import dev.fairlead.control.v1.ShadowShare;
import dev.fairlead.control.v1.ShadowStrategyResponse;
import dev.fairlead.server.control.call.StatusMapper;
import dev.fairlead.server.routing.RoutingTables;
import dev.fairlead.server.shadow.Shadow;
import dev.fairlead.server.shadow.ShadowReport;
import dev.fairlead.server.state.ChangeRefused;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reports the state of a shadow to callers at intervals, until it ends or they leave. A caller that has not read the
 * last report gets no new one until it has.
 */
@Singleton
public final class ShadowFeed implements AutoCloseable {

    /** How often a caller is checked, and so how late it learns that a shadow has ended. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final RoutingTables tables;
    private final StatusMapper statuses;
    private final ScheduledThreadPoolExecutor thread;

    @Inject
    ShadowFeed(RoutingTables tables, StatusMapper statuses) {
        this.tables = tables;
        this.statuses = statuses;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread named = new Thread(task, "fairlead-shadow-reports");
            named.setDaemon(true);
            return named;
        });
        thread.setRemoveOnCancelPolicy(true);
    }

    /** Starts reporting to a caller; must be called within the call's own method. */
    @SuppressWarnings("FutureReturnValueIgnored") // either way, the caller gets the result
    public void follow(StreamObserver<ShadowStrategyResponse> caller, CompletionStage<Shadow> shadow, Duration pace) {
        ServerCallStreamObserver<ShadowStrategyResponse> call =
                (ServerCallStreamObserver<ShadowStrategyResponse>) caller;
        // Without a handler, a message to a caller who has gone throws an exception.
        call.setOnCancelHandler(() -> {});
        shadow.whenCompleteAsync(
                (begun, failure) -> {
                    if (failure != null) {
                        call.onError(statuses.of(failure));
                    } else {
                        new Reader(call, begun, pace.toNanos()).begin();
                    }
                },
                thread);
    }

    /** One caller, on the thread of the feed. */
    private final class Reader {
        private final ServerCallStreamObserver<ShadowStrategyResponse> call;
        private final Shadow shadow;
        private final long paceNanos;
        private long toldAt;
        private @Nullable ScheduledFuture<?> running;

        Reader(ServerCallStreamObserver<ShadowStrategyResponse> call, Shadow shadow, long paceNanos) {
            this.call = call;
            this.shadow = shadow;
            this.paceNanos = paceNanos;
        }

        void begin() {
            tell();
            running = thread.scheduleWithFixedDelay(this::look, LOOK_NANOS, LOOK_NANOS, TimeUnit.NANOSECONDS);
        }

        private void look() {
            if (call.isCancelled()) {
                end();
            } else if (shadow.isOver()) {
                end();
                conclude();
            } else if (System.nanoTime() - toldAt >= paceNanos && call.isReady()) {
                tell();
            }
        }

        private void tell() {
            toldAt = System.nanoTime();
            call.onNext(write(shadow));
        }

        private void conclude() {
            call.onNext(write(shadow));
            if (shadow.hasFailed()) {
                call.onError(statuses.of(new ChangeRefused(
                        ChangeRefused.Kind.PRECONDITION,
                        "strategy",
                        shadow.candidate() + " is no longer the shadow of pool \"" + shadow.pool() + "\": "
                                + shadow.ending())));
            } else {
                call.onCompleted();
            }
        }

        private void end() {
            if (running != null) {
                running.cancel(false);
            }
        }
    }

    /** The state of a shadow, now or at its end. */
    public ShadowStrategyResponse write(Shadow shadow) {
        ShadowReport report = shadow.report();
        ShadowStrategyResponse.Builder told = ShadowStrategyResponse.newBuilder()
                .setRevision(number(tables.current().revision()))
                .setPool(shadow.pool())
                .setCandidate(shadow.candidate())
                .setRequests(report.requests())
                .setAgreement(report.agreement())
                .setSpreadLive(report.spreadLive())
                .setSpreadCandidate(report.spreadCandidate())
                .setNanosLive(report.nanosLive())
                .setNanosCandidate(report.nanosCandidate())
                .setErrors(report.errors())
                .setProblem(report.problem())
                .setMissed(report.missed())
                .setEnded(shadow.ending());
        for (ShadowReport.Share share : report.shares()) {
            told.addShares(ShadowShare.newBuilder()
                    .setBackend(share.backend())
                    .setLive(share.live())
                    .setCandidate(share.candidate()));
        }
        return told.build();
    }

    /** Stops reporting. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}

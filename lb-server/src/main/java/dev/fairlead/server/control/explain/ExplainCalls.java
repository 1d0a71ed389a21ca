package dev.fairlead.server.control.explain;

import dev.fairlead.control.v1.ExplainChoiceRequest;
import dev.fairlead.control.v1.ExplainChoiceResponse;
import dev.fairlead.control.v1.ExplainRequestRequest;
import dev.fairlead.control.v1.ExplainRequestResponse;
import dev.fairlead.control.v1.ExplainServiceGrpc;
import dev.fairlead.control.v1.ListRequestsRequest;
import dev.fairlead.control.v1.ListRequestsResponse;
import dev.fairlead.server.control.auth.Caller;
import dev.fairlead.server.control.auth.Role;
import dev.fairlead.server.control.call.CallAnswers;
import dev.fairlead.server.control.call.PublishedState;
import dev.fairlead.server.control.message.InvalidRequest;
import dev.fairlead.server.control.message.Outcomes;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.RecentRequest;
import dev.fairlead.server.routing.RecentRequests;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.routing.RoutingTables;
import dev.fairlead.server.state.ChangeRefused;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** Answers the calls of ExplainService. */
final class ExplainCalls extends ExplainServiceGrpc.ExplainServiceImplBase {
    private static final int LISTED = 20;
    private static final int MOST_LISTED = 1000;

    private final RoutingTables tables;
    private final RecentRequests recent;
    private final ChoicePreview choices;
    private final CallAnswers answers;
    private final InstantSource clock;
    private final LongSupplier nanoClock;

    /** @param nanoClock the clock used for remembered requests */
    ExplainCalls(
            RoutingTables tables,
            RecentRequests recent,
            ChoicePreview choices,
            CallAnswers answers,
            InstantSource clock,
            LongSupplier nanoClock) {
        this.tables = tables;
        this.recent = recent;
        this.choices = choices;
        this.answers = answers;
        this.clock = clock;
        this.nanoClock = nanoClock;
    }

    @Override
    public void explainRequest(ExplainRequestRequest request, StreamObserver<ExplainRequestResponse> caller) {
        String id = request.getRequestId();
        if (id.isEmpty()) {
            throw new InvalidRequest("request_id", "is empty, expected one as X-Request-Id tells it");
        }
        RecentRequest found = recent.find(id).orElseThrow(() -> forgotten(id));
        CallAnswers.send(
                caller,
                RequestWriter.write(found, ended(found), tables.current().revision()));
    }

    @Override
    public void listRequests(ListRequestsRequest request, StreamObserver<ListRequestsResponse> caller) {
        if (request.getLimit() < 0 || request.getLimit() > MOST_LISTED) {
            throw new InvalidRequest(
                    "limit",
                    "is " + Integer.toUnsignedString(request.getLimit()) + ", expected " + MOST_LISTED
                            + " at the most");
        }
        RoutingTable table = tables.current();
        String pool = request.getPool().isEmpty()
                ? ""
                : PublishedState.pool(table, request.getPool()).pool();
        ListRequestsResponse.Builder answer =
                ListRequestsResponse.newBuilder().setRevision(Outcomes.number(table.revision()));
        recent.newest(Integer.MAX_VALUE).stream()
                .filter(past -> pool.isEmpty() || past.pool().equals(pool))
                .filter(past -> !request.getTroubled() || past.isTroubled())
                .limit(request.getLimit() == 0 ? LISTED : request.getLimit())
                .map(past -> RequestWriter.write(past, ended(past), table.revision()))
                .forEach(answer::addRequests);
        CallAnswers.send(caller, answer.build());
    }

    private ChangeRefused forgotten(String id) {
        List<RecentRequest> kept = recent.newest(Integer.MAX_VALUE);
        String since = kept.isEmpty()
                ? "there were none yet"
                : kept.size() + " are remembered, the oldest of " + ended(kept.get(kept.size() - 1));
        return new ChangeRefused(
                ChangeRefused.Kind.NOT_FOUND, "request_id", "request \"" + id + "\" is not remembered; " + since);
    }

    private Instant ended(RecentRequest request) {
        return clock.instant().minus(Duration.ofNanos(nanoClock.getAsLong() - request.endedNanos()));
    }

    @Override
    public void explainChoice(ExplainChoiceRequest request, StreamObserver<ExplainChoiceResponse> caller) {
        DescribedRequest told = new DescribedRequest(request);
        if (!told.path().startsWith("/")) {
            throw new InvalidRequest("path", "\"" + told.path() + "\" is not a path, expected one such as /x?y=1");
        }
        RoutingTable table = tables.current();
        PoolTable pool = pool(table, request);
        answers.send(
                caller,
                Caller.current().role() == Role.READ && choices.runsStrangersCode(pool)
                        ? CompletableFuture.completedFuture(ChoicePreview.untried(pool, table.revision()))
                        : choices.explain(pool, told, table.revision()),
                answer -> answer);
    }

    /** The given pool, or the one that the request would be routed to. */
    private static PoolTable pool(RoutingTable table, ExplainChoiceRequest request) {
        String pool = request.getPool().isEmpty()
                ? table.entrance()
                        .pool(DescribedTarget.of(request))
                        .orElseThrow(() -> new ChangeRefused(
                                ChangeRefused.Kind.PRECONDITION,
                                "path",
                                "no pool would serve that request; lb-ctl routes test says why"))
                : request.getPool();
        return PublishedState.pool(table, pool);
    }
}

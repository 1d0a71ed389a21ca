package dev.fairlead.server.control.service;

import dev.fairlead.control.v1.HeldBack;
import dev.fairlead.control.v1.LimitServiceGrpc;
import dev.fairlead.control.v1.LimitState;
import dev.fairlead.control.v1.ListLimitsRequest;
import dev.fairlead.control.v1.ListLimitsResponse;
import dev.fairlead.server.control.call.CallAnswers;
import dev.fairlead.server.control.message.Outcomes;
import dev.fairlead.server.control.message.RateLimitWriter;
import dev.fairlead.server.limit.LiveLimit;
import dev.fairlead.server.limit.RateLimiter;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.routing.RoutingTables;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;

/** Tells what rate limits do. */
final class LimitCalls extends LimitServiceGrpc.LimitServiceImplBase {

    private final RoutingTables tables;
    private final RateLimiter limiter;

    @Inject
    LimitCalls(RoutingTables tables, RateLimiter limiter) {
        this.tables = tables;
        this.limiter = limiter;
    }

    @Override
    public void listLimits(ListLimitsRequest request, StreamObserver<ListLimitsResponse> caller) {
        RoutingTable table = tables.current();
        ListLimitsResponse.Builder answer = ListLimitsResponse.newBuilder()
                .setRevision(Outcomes.number(table.revision()))
                .setKeys(limiter.keysInUse())
                .setMostKeys(limiter.keys());
        table.entrance().limits().forEach(limit -> answer.addLimits(write(limit)));
        CallAnswers.send(caller, answer.build());
    }

    private static LimitState write(LiveLimit limit) {
        LimitState.Builder state = LimitState.newBuilder()
                .setScope(limit.scope().toString())
                .setLimit(RateLimitWriter.write(limit.settings()))
                .setLimited(limit.refused() + limit.wouldHaveRefused())
                .setShared(limit.shared());
        limit.busiest()
                .forEach(key -> state.addHeldBack(
                        HeldBack.newBuilder().setKey(key.key()).setRequests(key.refused())));
        return state.build();
    }
}

package dev.fairlead.server.control.watch;

import dev.fairlead.control.v1.WatchServiceGrpc;
import dev.fairlead.control.v1.WatchStateRequest;
import dev.fairlead.control.v1.WatchStateResponse;
import dev.fairlead.control.v1.WatchStatsRequest;
import dev.fairlead.control.v1.WatchStatsResponse;
import dev.fairlead.server.control.call.ClosableService;
import dev.fairlead.server.control.call.PublishedState;
import dev.fairlead.server.control.message.Pace;
import dev.fairlead.server.routing.RoutingTables;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Answers the calls of WatchService. */
@Singleton
final class WatchCalls extends WatchServiceGrpc.WatchServiceImplBase implements ClosableService {
    private final RoutingTables tables;
    private final StateFeed state;
    private final StatsFeed stats;

    @Inject
    WatchCalls(RoutingTables tables, StateFeed state, StatsFeed stats) {
        this.tables = tables;
        this.state = state;
        this.stats = stats;
    }

    @Override
    public void watchState(WatchStateRequest request, StreamObserver<WatchStateResponse> caller) {
        requirePool(request.getPool());
        state.open(request, (ServerCallStreamObserver<WatchStateResponse>) caller);
    }

    @Override
    public void watchStats(WatchStatsRequest request, StreamObserver<WatchStatsResponse> caller) {
        requirePool(request.getPool());
        stats.open(request.getPool(), Pace.of(request.hasInterval(), request.getInterval()), (ServerCallStreamObserver<
                        WatchStatsResponse>)
                caller);
    }

    private void requirePool(String name) {
        if (!name.isEmpty()) {
            PublishedState.pool(tables.current(), name);
        }
    }

    /** Streams end without a message; the port closes at the same time. */
    @Override
    public void close() {
        state.close();
        stats.close();
    }
}

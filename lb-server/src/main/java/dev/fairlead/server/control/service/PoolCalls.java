package dev.fairlead.server.control.service;

import static dev.fairlead.server.control.message.Outcomes.number;

import dev.fairlead.control.v1.CreatePoolRequest;
import dev.fairlead.control.v1.CreatePoolResponse;
import dev.fairlead.control.v1.DeletePoolRequest;
import dev.fairlead.control.v1.DeletePoolResponse;
import dev.fairlead.control.v1.GetPoolRequest;
import dev.fairlead.control.v1.GetPoolResponse;
import dev.fairlead.control.v1.GetStatsRequest;
import dev.fairlead.control.v1.GetStatsResponse;
import dev.fairlead.control.v1.ListPoolsRequest;
import dev.fairlead.control.v1.ListPoolsResponse;
import dev.fairlead.control.v1.PoolServiceGrpc;
import dev.fairlead.control.v1.UpdatePoolRequest;
import dev.fairlead.control.v1.UpdatePoolResponse;
import dev.fairlead.server.control.call.CallAnswers;
import dev.fairlead.server.control.call.ChangeSubmission;
import dev.fairlead.server.control.call.PublishedState;
import dev.fairlead.server.control.message.Edits;
import dev.fairlead.server.control.message.Outcomes;
import dev.fairlead.server.control.message.PoolWriter;
import dev.fairlead.server.control.stats.StatsWriter;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.routing.RoutingTables;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;

/** CallAnswers the calls about pools. */
@Singleton
public final class PoolCalls extends PoolServiceGrpc.PoolServiceImplBase {

    private final RoutingTables tables;
    private final StatsWriter stats;
    private final Edits edits;
    private final ChangeSubmission changes;
    private final ChangedParts parts;
    private final NamedSettings settings;
    private final CallAnswers answers;

    @Inject
    PoolCalls(
            RoutingTables tables,
            StatsWriter stats,
            Edits edits,
            ChangeSubmission changes,
            ChangedParts parts,
            NamedSettings settings,
            CallAnswers answers) {
        this.tables = tables;
        this.stats = stats;
        this.edits = edits;
        this.changes = changes;
        this.parts = parts;
        this.settings = settings;
        this.answers = answers;
    }

    @Override
    public void listPools(ListPoolsRequest request, StreamObserver<ListPoolsResponse> caller) {
        RoutingTable table = tables.current();
        ListPoolsResponse.Builder answer = ListPoolsResponse.newBuilder().setRevision(number(table.revision()));
        table.pools().values().forEach(pool -> answer.addPools(PoolWriter.write(pool)));
        CallAnswers.send(caller, answer.build());
    }

    @Override
    public void getPool(GetPoolRequest request, StreamObserver<GetPoolResponse> caller) {
        RoutingTable table = tables.current();
        PoolTable pool = PublishedState.pool(table, request.getPool());
        CallAnswers.send(
                caller,
                GetPoolResponse.newBuilder()
                        .setRevision(number(table.revision()))
                        .setPool(PoolWriter.write(pool))
                        .putAllSettings(NamedSettings.texts(pool.policy(), request.getKey()))
                        .build());
    }

    @Override
    public void getStats(GetStatsRequest request, StreamObserver<GetStatsResponse> caller) {
        RoutingTable table = tables.current();
        CallAnswers.send(
                caller,
                GetStatsResponse.newBuilder()
                        .setRevision(number(table.revision()))
                        .setStats(stats.write(table, request.getPool()))
                        .build());
    }

    @Override
    public void createPool(CreatePoolRequest request, StreamObserver<CreatePoolResponse> caller) {
        answers.send(
                caller,
                changes.make(request, violations -> edits.createPool(request.getPool(), violations.at("pool"))),
                result -> CreatePoolResponse.newBuilder()
                        .setRevision(number(result.revision()))
                        .setPool(parts.pool(result, request.getPool().getName()))
                        .setOutcome(Outcomes.write(result))
                        .build());
    }

    @Override
    public void updatePool(UpdatePoolRequest request, StreamObserver<UpdatePoolResponse> caller) {
        answers.send(
                caller,
                changes.make(
                        request,
                        violations -> settings.ofPool(
                                edits.updatePool(request.getPool(), request.getUpdateMask(), violations),
                                request.getSettingsMap(),
                                violations)),
                result -> UpdatePoolResponse.newBuilder()
                        .setRevision(number(result.revision()))
                        .setPool(parts.pool(result, request.getPool().getName()))
                        .setOutcome(Outcomes.write(result))
                        .putAllSettings(result.after()
                                .pool(Edits.poolName(request.getPool().getName()))
                                .map(pool -> NamedSettings.texts(pool, ""))
                                .orElseGet(Map::of))
                        .build());
    }

    @Override
    public void deletePool(DeletePoolRequest request, StreamObserver<DeletePoolResponse> caller) {
        answers.send(
                caller,
                changes.make(request, violations -> Edits.deletePool(request.getPool())),
                result -> DeletePoolResponse.newBuilder()
                        .setRevision(number(result.revision()))
                        .setOutcome(Outcomes.write(result))
                        .build());
    }
}

package dev.fairlead.server.control.service;

import static dev.fairlead.server.control.message.Outcomes.number;

import dev.fairlead.control.v1.ListStrategiesRequest;
import dev.fairlead.control.v1.ListStrategiesResponse;
import dev.fairlead.control.v1.SetStrategyRequest;
import dev.fairlead.control.v1.SetStrategyResponse;
import dev.fairlead.control.v1.Strategy;
import dev.fairlead.control.v1.StrategyServiceGrpc;
import dev.fairlead.server.control.call.Answers;
import dev.fairlead.server.control.call.Changes;
import dev.fairlead.server.control.message.Edits;
import dev.fairlead.server.control.message.Outcomes;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.routing.Tables;
import dev.fairlead.server.strategy.CatalogueEntry;
import dev.fairlead.server.strategy.StrategyCatalogue;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Answers the calls about who decides. */
@Singleton
public final class StrategyCalls extends StrategyServiceGrpc.StrategyServiceImplBase {

    private final Tables tables;
    private final StrategyCatalogue catalogue;
    private final Edits edits;
    private final Changes changes;
    private final ChangedParts parts;
    private final Answers answers;

    @Inject
    StrategyCalls(
            Tables tables,
            StrategyCatalogue catalogue,
            Edits edits,
            Changes changes,
            ChangedParts parts,
            Answers answers) {
        this.tables = tables;
        this.catalogue = catalogue;
        this.edits = edits;
        this.changes = changes;
        this.parts = parts;
        this.answers = answers;
    }

    @Override
    public void listStrategies(ListStrategiesRequest request, StreamObserver<ListStrategiesResponse> caller) {
        RoutingTable table = tables.current();
        ListStrategiesResponse.Builder answer =
                ListStrategiesResponse.newBuilder().setRevision(number(table.revision()));
        for (CatalogueEntry entry : catalogue.entries()) {
            answer.addStrategies(Strategy.newBuilder()
                    .setName(entry.name())
                    .setDescription(entry.description())
                    // by the name that the plug-ins are listed under
                    .setPlugin(entry.plugin().replaceFirst("\\.jar$", ""))
                    .addAllPools(table.pools().values().stream()
                            .filter(pool -> pool.strategy().equals(entry.name()))
                            .map(PoolTable::pool)
                            .toList()));
        }
        Answers.send(caller, answer.build());
    }

    @Override
    public void setStrategy(SetStrategyRequest request, StreamObserver<SetStrategyResponse> caller) {
        answers.send(
                caller,
                changes.make(
                        request, violations -> edits.setStrategy(request.getPool(), request.getStrategy(), violations)),
                result -> SetStrategyResponse.newBuilder()
                        .setRevision(number(result.revision()))
                        .setPool(parts.pool(result, request.getPool()))
                        .setOutcome(Outcomes.write(result))
                        .build());
    }
}

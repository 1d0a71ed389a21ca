package dev.fairlead.server.control.service;

import static dev.fairlead.server.control.message.Outcomes.number;

import dev.fairlead.control.v1.ListStrategiesRequest;
import dev.fairlead.control.v1.ListStrategiesResponse;
import dev.fairlead.control.v1.PromoteStrategyRequest;
import dev.fairlead.control.v1.PromoteStrategyResponse;
import dev.fairlead.control.v1.SetStrategyRequest;
import dev.fairlead.control.v1.SetStrategyResponse;
import dev.fairlead.control.v1.ShadowStrategyRequest;
import dev.fairlead.control.v1.ShadowStrategyResponse;
import dev.fairlead.control.v1.Strategy;
import dev.fairlead.control.v1.StrategyServiceGrpc;
import dev.fairlead.server.control.auth.Caller;
import dev.fairlead.server.control.call.CallAnswers;
import dev.fairlead.server.control.call.ChangeSubmission;
import dev.fairlead.server.control.call.ClosableService;
import dev.fairlead.server.control.call.PublishedState;
import dev.fairlead.server.control.message.Edits;
import dev.fairlead.server.control.message.InvalidRequest;
import dev.fairlead.server.control.message.Outcomes;
import dev.fairlead.server.control.message.Pace;
import dev.fairlead.server.control.message.Violations;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.live.ChangeResult;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.routing.RoutingTables;
import dev.fairlead.server.shadow.Shadow;
import dev.fairlead.server.shadow.Shadows;
import dev.fairlead.server.state.Change;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.strategy.CatalogueEntry;
import dev.fairlead.server.strategy.PluginThread;
import dev.fairlead.server.strategy.StrategyCatalogue;
import dev.fairlead.server.strategy.StrategyRefused;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers the calls about strategies. */
@Singleton
public final class StrategyCalls extends StrategyServiceGrpc.StrategyServiceImplBase implements ClosableService {

    private static final double ALL = 100;

    private final RoutingTables tables;
    private final StrategyCatalogue catalogue;
    private final Edits edits;
    private final ChangeSubmission changes;
    private final ChangedParts parts;
    private final CallAnswers answers;
    private final Shadows shadows;
    private final ShadowFeed feed;

    @Inject
    StrategyCalls(
            RoutingTables tables,
            StrategyCatalogue catalogue,
            Edits edits,
            ChangeSubmission changes,
            ChangedParts parts,
            CallAnswers answers,
            Shadows shadows,
            ShadowFeed feed) {
        this.tables = tables;
        this.catalogue = catalogue;
        this.edits = edits;
        this.changes = changes;
        this.parts = parts;
        this.answers = answers;
        this.shadows = shadows;
        this.feed = feed;
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
                    // by the name under which plug-ins are listed
                    .setPlugin(entry.plugin().replaceFirst("\\.jar$", ""))
                    .addAllPools(table.pools().values().stream()
                            .filter(pool -> pool.strategy().equals(entry.name()))
                            .map(PoolTable::pool)
                            .toList())
                    .addAllShadowedPools(table.pools().keySet().stream()
                            .filter(pool -> isInShadow(entry, pool))
                            .toList()));
        }
        CallAnswers.send(caller, answer.build());
    }

    private boolean isInShadow(CatalogueEntry entry, String pool) {
        return shadows.of(pool)
                .map(Shadow::candidate)
                .filter(entry.name()::equals)
                .isPresent();
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

    @Override
    public void shadowStrategy(ShadowStrategyRequest request, StreamObserver<ShadowStrategyResponse> caller) {
        PoolTable pool = PublishedState.pool(tables.current(), request.getPool());
        if (request.getEnd()) {
            end(request, pool.pool(), caller);
        } else if (request.hasStrategy()) {
            Violations violations = new Violations();
            StrategyChoice candidate = edits.strategy(request.getStrategy(), violations);
            double percent = percent(request, violations);
            violations.throwIfAny();
            feed.follow(caller, begin(pool, candidate, percent), pace(request));
        } else {
            Shadow running = shadows.of(pool.pool()).orElseThrow(() -> nobody(pool.pool()));
            feed.follow(caller, CompletableFuture.completedStage(running), pace(request));
        }
    }

    private void end(ShadowStrategyRequest request, String pool, StreamObserver<ShadowStrategyResponse> caller) {
        if (request.hasStrategy()) {
            throw new InvalidRequest("end", "ends the current shadow, expected no strategy with it");
        }
        String cause = "it was ended by " + Caller.current().name();
        answers.send(
                caller,
                shadows.end(pool, cause),
                ended -> ended.map(feed::write)
                        .orElseGet(() -> ShadowStrategyResponse.newBuilder()
                                .setRevision(number(tables.current().revision()))
                                .setPool(pool)
                                .build()));
    }

    private static Duration pace(ShadowStrategyRequest request) {
        return Pace.of(request.hasInterval(), request.getInterval());
    }

    /** The strategy itself says what is wrong with an option, but does not know the field in the request. */
    private CompletionStage<Shadow> begin(PoolTable pool, StrategyChoice candidate, double percent) {
        return shadows.begin(pool, candidate, percent).exceptionally(failure -> {
            StrategyRefused refused = PluginThread.refusal(failure);
            throw refused.reason() == StrategyRefused.Reason.OPTION
                    ? new InvalidRequest("strategy.options." + refused.option(), refused.sentence())
                    : refused;
        });
    }

    private static ChangeRefused nobody(String pool) {
        return new ChangeRefused(ChangeRefused.Kind.PRECONDITION, "strategy", "pool \"" + pool + "\" has no shadow");
    }

    private static double percent(ShadowStrategyRequest request, Violations violations) {
        double percent = request.hasSamplePercent() ? request.getSamplePercent() : ALL;
        if (!(percent > 0 && percent <= ALL)) {
            violations.add("sample_percent", "is " + percent + ", expected more than 0 and at most 100");
        }
        return percent;
    }

    @Override
    public void promoteStrategy(PromoteStrategyRequest request, StreamObserver<PromoteStrategyResponse> caller) {
        String pool = Edits.poolName(request.getPool());
        answers.send(
                caller,
                changes.make(request, violations -> promotion(pool)).thenCompose(result -> ended(pool, result)),
                result -> PromoteStrategyResponse.newBuilder()
                        .setRevision(number(result.revision()))
                        .setPool(parts.pool(result, pool))
                        .setOutcome(Outcomes.write(result))
                        .build());
    }

    /** The shadow is looked up when the change is made: a repeated call finds none and needs none. */
    private Change promotion(String pool) {
        String name = shadows.of(pool).map(Shadow::candidate).orElse("");
        return new Change.EditPool(pool, "strategy " + name, present -> present.withStrategy(candidate(pool)));
    }

    private StrategyChoice candidate(String pool) {
        return shadows.of(pool).map(Shadow::choice).orElseThrow(() -> nobody(pool));
    }

    /** A repeated call or a dry run must not end an unrelated shadow. */
    private CompletionStage<ChangeResult> ended(String pool, ChangeResult result) {
        Optional<StrategyChoice> live = result.after().pool(pool).map(Pool::strategy);
        boolean promoted = !result.dryRun()
                && !result.repeated()
                && live.isPresent()
                && live.equals(shadows.of(pool).map(Shadow::choice));
        return promoted
                ? shadows.end(pool, "it was promoted").thenApply(ended -> result)
                : CompletableFuture.completedStage(result);
    }

    @Override
    public void close() {
        feed.close();
    }
}

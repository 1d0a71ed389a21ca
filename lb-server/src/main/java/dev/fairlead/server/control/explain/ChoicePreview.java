package dev.fairlead.server.control.explain;

import dev.fairlead.control.v1.Candidate;
import dev.fairlead.control.v1.ExplainChoiceResponse;
import dev.fairlead.server.control.message.Outcomes;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.strategy.PluginThread;
import dev.fairlead.server.strategy.StrategyFactory;
import dev.fairlead.server.strategy.StrategyModule;
import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.RequestView;
import dev.fairlead.spi.Selector;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/** Finds out which backend would get a request, without sending one. */
final class ChoicePreview {
    private final StrategyFactory strategies;
    private final RandomGenerator random;

    /** The choice of a fresh instance; the index of the endpoint, -1 if there is none. */
    private record CandidateChoice(int index, String reason) {}

    @Inject
    ChoicePreview(StrategyFactory strategies, RandomGenerator random) {
        this.strategies = strategies;
        this.random = random;
    }

    CompletionStage<ExplainChoiceResponse> explain(PoolTable pool, RequestView request, long revision) {
        return choice(pool, request)
                .thenCombine(pool.scores(request), (choice, scores) -> write(pool, scores, choice, revision));
    }

    /** Whether a choice would run plug-in code, which the role read does not allow. */
    boolean runsStrangersCode(PoolTable pool) {
        return strategies
                .catalogue()
                .entry(pool.policy().strategy().name())
                .map(entry -> !entry.plugin().equals(StrategyModule.BUILT_IN))
                .orElse(true);
    }

    /** The answer without running that code. */
    static ExplainChoiceResponse untried(PoolTable pool, long revision) {
        double[] none = new double[pool.inRotation().size()];
        Arrays.fill(none, Double.NaN);
        return write(
                pool,
                none,
                new CandidateChoice(
                        -1,
                        pool.strategy()
                                + " comes from a plug-in, whose code runs for callers with the role write only"),
                revision);
    }

    private CompletableFuture<CandidateChoice> choice(PoolTable pool, RequestView request) {
        if (pool.inRotation().isEmpty()) {
            return CompletableFuture.completedFuture(new CandidateChoice(-1, "no backend takes requests"));
        }
        EndpointPool endpoints = pool.forTrial();
        return strategies
                .trial(pool.policy().strategy(), pool.pool(), System::nanoTime, random)
                .thenCompose(trial -> trial.rebuild(endpoints)
                        .thenCompose(ready -> ready.ask(selector -> asked(selector, endpoints, request, pool)))
                        .whenComplete((done, failure) -> trial.close()))
                .exceptionally(failure -> new CandidateChoice(
                        -1, PluginThread.refusal(failure).sentence() + "; rotation serves instead"));
    }

    private static CandidateChoice asked(
            Selector selector, EndpointPool endpoints, RequestView request, PoolTable pool) {
        Endpoint answer = selector.select(request);
        int index = answer.index();
        if (index < 0 || index >= endpoints.size() || endpoints.endpoint(index) != answer) {
            return new CandidateChoice(
                    -1, pool.strategy() + " returned an endpoint of another table; rotation would serve");
        }
        return new CandidateChoice(
                index,
                "chosen by a fresh instance of " + pool.strategy()
                        + "; the live one may choose differently, because of its place in the rotation and what it has learned");
    }

    private static ExplainChoiceResponse write(PoolTable pool, double[] scores, CandidateChoice choice, long revision) {
        ExplainChoiceResponse.Builder told = ExplainChoiceResponse.newBuilder()
                .setRevision(Outcomes.number(revision))
                .setPool(pool.pool())
                .setStrategy(pool.strategy())
                .setGeneration(pool.generation())
                .setReason(choice.reason());
        if (choice.index() >= 0) {
            told.setChoice(pool.inRotation().get(choice.index()).desired().id());
        }
        int next = 0;
        for (BackendView view : pool.backends()) {
            int index = view.inRotation() ? next++ : -1;
            told.addCandidates(candidate(view, index < 0 ? Double.NaN : scores[index])
                    .setChosen(index >= 0 && index == choice.index()));
        }
        return told.build();
    }

    private static Candidate.Builder candidate(BackendView view, double score) {
        Candidate.Builder told = Candidate.newBuilder()
                .setBackend(view.desired().id())
                .setAddress(view.running().address())
                .setEligible(view.inRotation())
                .setWeight(view.desired().weight())
                .setInFlight(view.running().inFlight());
        if (!view.inRotation()) {
            return told.setExcludedBecause(view.eligibility().reason());
        }
        return Double.isNaN(score) ? told : told.setScore(score);
    }
}

package dev.fairlead.server.control.explain;

import dev.fairlead.control.v1.Candidate;
import dev.fairlead.control.v1.ExplainChoiceResponse;
import dev.fairlead.server.control.message.Outcomes;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.sticky.PoolSessions;
import dev.fairlead.server.routing.sticky.Session;
import dev.fairlead.server.strategy.PluginThread;
import dev.fairlead.server.strategy.StrategyFactory;
import dev.fairlead.server.strategy.StrategyModule;
import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.RequestView;
import dev.fairlead.spi.Selector;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Finds out which backend would get a request, without sending one. */
final class ChoicePreview {
    private final StrategyFactory strategies;
    private final RandomGenerator random;

    /**
     * Who would get it.
     *
     * @param backend its id; empty if there is none
     */
    private record CandidateChoice(String backend, String reason) {

        static CandidateChoice none(String reason) {
            return new CandidateChoice("", reason);
        }

        CandidateChoice because(String first) {
            return new CandidateChoice(backend, first + "; " + reason);
        }
    }

    @Inject
    ChoicePreview(StrategyFactory strategies, RandomGenerator random) {
        this.strategies = strategies;
        this.random = random;
    }

    CompletionStage<ExplainChoiceResponse> explain(PoolTable pool, RequestView request, long revision) {
        Session session = session(pool, request);
        if (session != null && (session.isPinned() || session.isRefused())) {
            String backend = session.isPinned() ? session.backend() : "";
            return CompletableFuture.completedFuture(
                    write(pool, noScores(pool), new CandidateChoice(backend, session.sentence()), revision));
        }
        return choice(pool, request)
                .thenApply(choice -> session == null ? choice : choice.because(session.sentence()))
                .thenCombine(pool.scores(request), (choice, scores) -> write(pool, scores, choice, revision));
    }

    private static @Nullable Session session(PoolTable pool, RequestView request) {
        PoolSessions sessions = pool.sessions();
        if (sessions == null) {
            return null;
        }
        String carried = request.header(sessions.requestHeader());
        return sessions.explain(carried == null ? List.of() : List.of(carried), pool.standings());
    }

    private static double[] noScores(PoolTable pool) {
        double[] none = new double[pool.inRotation().size()];
        Arrays.fill(none, Double.NaN);
        return none;
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
        return write(
                pool,
                noScores(pool),
                CandidateChoice.none(pool.strategy()
                        + " comes from a plug-in, whose code runs for callers with the role write only"),
                revision);
    }

    private CompletableFuture<CandidateChoice> choice(PoolTable pool, RequestView request) {
        if (pool.inRotation().isEmpty()) {
            return CompletableFuture.completedFuture(CandidateChoice.none("no backend takes requests"));
        }
        EndpointPool endpoints = pool.forTrial();
        return strategies
                .trial(pool.policy().strategy(), pool.pool(), System::nanoTime, random)
                .thenCompose(trial -> trial.rebuild(endpoints)
                        .thenCompose(ready -> ready.ask(selector -> asked(selector, endpoints, request, pool)))
                        .whenComplete((done, failure) -> trial.close()))
                .exceptionally(failure ->
                        CandidateChoice.none(PluginThread.refusal(failure).sentence() + "; rotation serves instead"));
    }

    private static CandidateChoice asked(
            Selector selector, EndpointPool endpoints, RequestView request, PoolTable pool) {
        Endpoint answer = selector.select(request);
        int index = answer.index();
        if (index < 0 || index >= endpoints.size() || endpoints.endpoint(index) != answer) {
            return CandidateChoice.none(
                    pool.strategy() + " returned an endpoint of another table; rotation would serve");
        }
        return new CandidateChoice(
                answer.id(),
                "chosen by a fresh instance of " + pool.strategy()
                        + "; the live one may choose differently, because of its place in the rotation and what it has learned");
    }

    private static ExplainChoiceResponse write(PoolTable pool, double[] scores, CandidateChoice choice, long revision) {
        ExplainChoiceResponse.Builder told = ExplainChoiceResponse.newBuilder()
                .setRevision(Outcomes.number(revision))
                .setPool(pool.pool())
                .setStrategy(pool.strategy())
                .setGeneration(pool.generation())
                .setReason(choice.reason())
                .setChoice(choice.backend());
        int next = 0;
        for (BackendView view : pool.backends()) {
            int index = view.inRotation() ? next++ : -1;
            told.addCandidates(candidate(view, index < 0 ? Double.NaN : scores[index])
                    .setChosen(view.desired().id().equals(choice.backend())));
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

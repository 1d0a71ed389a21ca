package dev.fairlead.server.shadow;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.virtual.VirtualEndpoint;
import dev.fairlead.server.virtual.VirtualLoad;
import dev.fairlead.server.virtual.VirtualPool;
import dev.fairlead.spi.Selector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Replays real requests to a candidate, in their order and with their times. If it agrees with the live choice, its
 * request goes like the real one; otherwise, like the last request that ended at the backend it chose. One thread at a
 * time.
 */
final class TrafficReplay {

    /** Requests that go a way of their own; more follow the real ones. */
    private static final int MAX_DIVERGED = 16_384;

    /** By difference, as all times of this clock have to be compared. */
    private static final Comparator<ShadowRequest> BY_TIME = (one, other) -> Long.signum(one.nextAt() - other.nextAt());

    private final StrategyStatistics live = new StrategyStatistics();
    private final StrategyStatistics candidate = new StrategyStatistics();
    private final PriorityQueue<ShadowRequest> diverged = new PriorityQueue<>(BY_TIME);
    private final Map<RunningBackend, AttemptResult> lastAnswers = new HashMap<>();

    private List<BackendView> inRotation = List.of();
    private VirtualPool pool = new VirtualPool(List.of(), 0);
    private @Nullable StrategyChoice opponent;

    private long now;
    private long requests;
    private long answered;
    private long agreed;
    private long errors;
    private String problem = "";

    TrafficReplay(long now) {
        this.now = now;
    }

    /** The time that the candidate sees: that of the last thing that happened. */
    long now() {
        return now;
    }

    /**
     * From now on the pool is this one.
     *
     * @return whether the candidate would see a difference
     */
    boolean update(PoolTable table) {
        boolean same = BackendView.sameEndpoints(table.inRotation(), inRotation);
        live.update(table.backends(), table.inRotation());
        candidate.update(table.backends(), table.inRotation());
        lastAnswers
                .keySet()
                .retainAll(table.backends().stream().map(BackendView::running).toList());
        inRotation = table.inRotation();
        if (!same) {
            pool = VirtualPool.of(
                    inRotation, BackendView::desired, view -> candidate.load(view.running()), table.generation());
        }
        StrategyChoice choice = table.policy().strategy();
        if (opponent != null && !opponent.equals(choice)) {
            restart();
        }
        opponent = choice;
        return !same;
    }

    /** Figures that compare with somebody else are of no use. */
    private void restart() {
        live.restart();
        candidate.restart();
        requests = 0;
        answered = 0;
        agreed = 0;
        errors = 0;
        problem = "";
    }

    /** For the candidate to build a selector from; empty if no backend is in rotation. */
    VirtualPool pool() {
        return pool;
    }

    /** @param selector the candidate's, for {@link #pool} */
    void play(RequestEvent event, Selector selector) {
        while (!diverged.isEmpty() && diverged.element().nextAt() - event.at() <= 0) {
            moveOn(diverged.remove());
        }
        now = event.at() - now > 0 ? event.at() : now;
        if (event instanceof RequestEvent.Chosen) {
            chosen(event.mirrored(), selector);
        } else if (event instanceof RequestEvent.Settled settled) {
            settled(settled.mirrored(), settled.answer());
        } else if (event instanceof RequestEvent.Ended ended) {
            ended(ended.mirrored(), ended.answer());
        }
    }

    private void chosen(MirroredRequest mirrored, Selector selector) {
        RequestSnapshot request = mirrored.takeRequest();
        VirtualLoad load = live.member(mirrored.backend());
        if (load == null) {
            return; // chosen from an older table, for a backend that is not in the present one
        }
        requests++;
        mirrored.load = load;
        live.chose(load, mirrored.choiceNanos());
        long before = System.nanoTime();
        VirtualEndpoint answer = ask(request, selector);
        long nanos = System.nanoTime() - before;
        if (answer != null) {
            answered++;
            candidate.chose(answer.load(), nanos);
            RunningBackend there = inRotation.get(answer.index()).running();
            send(mirrored, there, answer, selector);
        }
        live.look();
        candidate.look();
    }

    private void send(MirroredRequest mirrored, RunningBackend there, VirtualEndpoint answer, Selector selector) {
        boolean same = there == mirrored.backend();
        agreed += same ? 1 : 0;
        AttemptResult borrowed = same || diverged.size() >= MAX_DIVERGED ? null : lastAnswers.get(there);
        ShadowRequest shadowRequest = new ShadowRequest(answer, selector, now, borrowed);
        if (borrowed == null) {
            mirrored.shadowRequest = shadowRequest;
        } else {
            diverged.add(shadowRequest);
        }
    }

    private void settled(MirroredRequest mirrored, AttemptResult answer) {
        if (mirrored.shadowRequest != null && !mirrored.shadowRequest.isTold()) {
            tell(mirrored.shadowRequest, answer);
        }
    }

    private void ended(MirroredRequest mirrored, AttemptResult answer) {
        settled(mirrored, answer);
        if (mirrored.load != null) {
            live.left(mirrored.load);
        }
        if (mirrored.shadowRequest != null) {
            candidate.left(mirrored.shadowRequest.endpoint().load());
        }
        if (answer.isRepeatable() && live.member(mirrored.backend()) != null) {
            lastAnswers.put(mirrored.backend(), answer);
        }
    }

    /** First comes its answer's head, then its end. */
    private void moveOn(ShadowRequest shadowRequest) {
        AttemptResult borrowed = shadowRequest.borrowed();
        if (borrowed == null) {
            return;
        }
        now = shadowRequest.nextAt() - now > 0 ? shadowRequest.nextAt() : now;
        if (shadowRequest.isTold()) {
            candidate.left(shadowRequest.endpoint().load());
        } else {
            tell(shadowRequest, borrowed);
            diverged.add(shadowRequest);
        }
    }

    @SuppressWarnings("CatchingUnchecked")
    private @Nullable VirtualEndpoint ask(RequestSnapshot request, Selector selector) {
        try {
            return pool.member(selector.select(request));
        } catch (Throwable thrown) { // foreign code
            failed(thrown + " in select");
            return null;
        }
    }

    @SuppressWarnings("CatchingUnchecked")
    private void tell(ShadowRequest shadowRequest, AttemptResult answer) {
        shadowRequest.told();
        try {
            shadowRequest.chooser().onOutcome(shadowRequest.endpoint(), answer);
        } catch (Throwable thrown) { // foreign code
            failed(thrown + " in onOutcome");
        }
    }

    private void failed(String what) {
        errors++;
        problem = "the candidate failed with " + what;
    }

    ShadowReport report(long missed) {
        List<ShadowReport.Share> shares = new ArrayList<>(inRotation.size());
        for (BackendView view : inRotation) {
            shares.add(new ShadowReport.Share(
                    view.desired().id(),
                    share(live.load(view.running()).chosen(), requests),
                    share(candidate.load(view.running()).chosen(), answered)));
        }
        return new ShadowReport(
                requests,
                missed,
                share(agreed, requests),
                shares,
                live.spread(),
                candidate.spread(),
                live.choiceNanos(),
                candidate.choiceNanos(),
                errors,
                problem);
    }

    private static double share(long part, long all) {
        return all == 0 ? 0 : (double) part / all;
    }
}

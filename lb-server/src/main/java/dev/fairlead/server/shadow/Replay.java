package dev.fairlead.server.shadow;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.virtual.Load;
import dev.fairlead.server.virtual.VirtualEndpoint;
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
 * Shows a candidate real requests in the order and at the times in which they came. Where it agrees, its request goes as
 * the real one does; where it does not, it goes as the last one that ended at the backend that it chose. One thread at a time.
 */
final class Replay {

    /** Requests that go a way of their own; more follow the real ones. */
    private static final int MOST_APART = 16_384;

    /** By difference, as all times of this clock have to be compared. */
    private static final Comparator<Ghost> BY_TIME = (one, other) -> Long.signum(one.nextAt() - other.nextAt());

    private final Side live = new Side();
    private final Side candidate = new Side();
    private final PriorityQueue<Ghost> apart = new PriorityQueue<>(BY_TIME);
    private final Map<RunningBackend, Answer> lastAnswers = new HashMap<>();

    private List<BackendView> inRotation = List.of();
    private VirtualPool pool = new VirtualPool(List.of(), 0);
    private @Nullable StrategyChoice opponent;

    private long now;
    private long requests;
    private long answered;
    private long agreed;
    private long errors;
    private String problem = "";

    Replay(long now) {
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
    boolean lineUp(PoolTable table) {
        boolean same = BackendView.sameEndpoints(table.inRotation(), inRotation);
        live.lineUp(table.backends(), table.inRotation());
        candidate.lineUp(table.backends(), table.inRotation());
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
    void play(Moment moment, Selector selector) {
        while (!apart.isEmpty() && apart.element().nextAt() - moment.at() <= 0) {
            moveOn(apart.remove());
        }
        now = moment.at() - now > 0 ? moment.at() : now;
        if (moment instanceof Moment.Chosen) {
            chosen(moment.seen(), selector);
        } else if (moment instanceof Moment.Settled settled) {
            settled(settled.seen(), settled.answer());
        } else if (moment instanceof Moment.Ended ended) {
            ended(ended.seen(), ended.answer());
        }
    }

    private void chosen(Seen seen, Selector selector) {
        SeenRequest request = seen.takeRequest();
        Load load = live.member(seen.backend());
        if (load == null) {
            return; // chosen from an older table, for a backend that is not in the present one
        }
        requests++;
        seen.load = load;
        live.chose(load, seen.choiceNanos());
        long before = System.nanoTime();
        VirtualEndpoint answer = ask(request, selector);
        long nanos = System.nanoTime() - before;
        if (answer != null) {
            answered++;
            candidate.chose(answer.load(), nanos);
            RunningBackend there = inRotation.get(answer.index()).running();
            send(seen, there, answer, selector);
        }
        live.look();
        candidate.look();
    }

    private void send(Seen seen, RunningBackend there, VirtualEndpoint answer, Selector selector) {
        boolean same = there == seen.backend();
        agreed += same ? 1 : 0;
        Answer borrowed = same || apart.size() >= MOST_APART ? null : lastAnswers.get(there);
        Ghost ghost = new Ghost(answer, selector, now, borrowed);
        if (borrowed == null) {
            seen.ghost = ghost;
        } else {
            apart.add(ghost);
        }
    }

    private void settled(Seen seen, Answer answer) {
        if (seen.ghost != null && !seen.ghost.isTold()) {
            tell(seen.ghost, answer);
        }
    }

    private void ended(Seen seen, Answer answer) {
        settled(seen, answer);
        if (seen.load != null) {
            live.left(seen.load);
        }
        if (seen.ghost != null) {
            candidate.left(seen.ghost.endpoint().load());
        }
        if (answer.isRepeatable() && live.member(seen.backend()) != null) {
            lastAnswers.put(seen.backend(), answer);
        }
    }

    /** First comes its answer's head, then its end. */
    private void moveOn(Ghost ghost) {
        Answer borrowed = ghost.borrowed();
        if (borrowed == null) {
            return;
        }
        now = ghost.nextAt() - now > 0 ? ghost.nextAt() : now;
        if (ghost.isTold()) {
            candidate.left(ghost.endpoint().load());
        } else {
            tell(ghost, borrowed);
            apart.add(ghost);
        }
    }

    @SuppressWarnings("CatchingUnchecked")
    private @Nullable VirtualEndpoint ask(SeenRequest request, Selector selector) {
        try {
            return pool.member(selector.select(request));
        } catch (Throwable thrown) { // foreign code
            failed(thrown + " in select");
            return null;
        }
    }

    @SuppressWarnings("CatchingUnchecked")
    private void tell(Ghost ghost, Answer answer) {
        ghost.told();
        try {
            ghost.chooser().onOutcome(ghost.endpoint(), answer);
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

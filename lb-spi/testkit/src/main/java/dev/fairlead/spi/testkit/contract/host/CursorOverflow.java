package dev.fairlead.spi.testkit.contract.host;

import dev.fairlead.spi.Selector;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.FakeRequest;
import dev.fairlead.spi.testkit.trial.ChoiceCounts;
import dev.fairlead.spi.testkit.trial.Observation;
import dev.fairlead.spi.testkit.trial.Rule;
import dev.fairlead.spi.testkit.trial.Share;
import dev.fairlead.spi.testkit.trial.Subject;
import dev.fairlead.spi.testkit.trial.Trial;
import dev.fairlead.spi.testkit.trial.Violation;
import java.util.List;

/**
 * A counter that moves with every choice overflows one day. To avoid waiting for that, the check finds the counters by
 * watching every number in the strategy's state, and winds them forward.
 */
final class CursorOverflow implements Rule {
    private static final int WATCHED = 97;
    private static final long[] BRINKS = {Integer.MAX_VALUE, 1L << 32, Long.MAX_VALUE};

    @Override
    public String id() {
        return "cursor-overflow";
    }

    @Override
    public String name() {
        return "survives a cursor overflow";
    }

    @Override
    public Observation examine(Subject subject) {
        int cursors = 0;
        for (long brink : BRINKS) {
            Trial trial = subject.trial(9);
            FakePool pool = FakePool.of("a=5", "b", "c");
            trial.rebuild(pool);
            FakePool rebuilt = pool.without("b").with("d", 2);
            Selector selector = trial.rebuild(rebuilt);
            List<Cell> found = cursors(trial, selector, rebuilt);
            cursors = Math.max(cursors, found.size());
            for (Cell cursor : found) {
                if (cursor.holds(brink)) {
                    cursor.set(brink - 20 * WATCHED);
                }
            }
            if (!found.isEmpty()) {
                goOn(subject, selector, rebuilt, brink);
            }
        }
        return cursors == 0
                ? Observation.inapplicable("nothing counts the choices")
                : Observation.of(cursors + (cursors == 1 ? " cursor" : " cursors") + " wound forward");
    }

    private static List<Cell> cursors(Trial trial, Selector selector, FakePool pool) {
        List<Cell> cells = Cell.allOf(List.of(trial.strategy(), selector), trial.context());
        long[] first = new long[cells.size()];
        long[] second = new long[cells.size()];
        read(cells, first);
        choose(selector, pool);
        read(cells, second);
        choose(selector, pool);
        return cells.stream()
                .filter(cell -> {
                    long step = second[cells.indexOf(cell)] - first[cells.indexOf(cell)];
                    return step != 0 && step % WATCHED == 0 && cell.get() - second[cells.indexOf(cell)] == step;
                })
                .toList();
    }

    private static void read(List<Cell> cells, long[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = cells.get(i).get();
        }
    }

    private static void choose(Selector selector, FakePool pool) {
        for (int i = 0; i < WATCHED; i++) {
            Trial.choice(selector, pool, FakeRequest.ofClient(i));
        }
    }

    private static void goOn(Subject subject, Selector selector, FakePool pool, long brink) {
        try {
            ChoiceCounts counts = Trial.tally(selector, pool, 60 * WATCHED);
            if (subject.share() != Share.UNPROMISED) {
                counts.demand(subject, selector, "while the cursor passed " + brink);
            }
        } catch (RuntimeException e) {
            throw Violation.thrown(e, " when its cursor passed " + brink);
        }
    }
}

package dev.fairlead.spi.testkit.contract.change;

import dev.fairlead.spi.Memento;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.testkit.FakeContext;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.trial.Observation;
import dev.fairlead.spi.testkit.trial.Rule;
import dev.fairlead.spi.testkit.trial.Subject;
import dev.fairlead.spi.testkit.trial.Trial;
import dev.fairlead.spi.testkit.trial.Violation;
import java.util.Arrays;
import java.util.Locale;

/** A successor uses what its predecessor handed over, and tolerates what it does not understand. */
final class MementoRoundTrip implements Rule {
    @Override
    public String id() {
        return "memento";
    }

    @Override
    public String name() {
        return "hands over its state on reload";
    }

    @Override
    public Observation examine(Subject subject) {
        subject.trial(13).strategy().memento();
        accept(subject, new Memento("someone-else/7", new byte[] {1, 2, 3}));
        Trial trial = subject.trial(13);
        FakePool pool = FakePool.of("a", "b", "c", "d");
        Selector selector = trial.rebuild(pool);
        trial.serveMany(selector, pool, 4_001, "b");
        Memento memento = trial.strategy().memento();
        if (memento == null) {
            return Observation.inapplicable("nothing is handed over");
        }
        for (int length = 0; length < memento.bytes().length; length++) {
            accept(subject, new Memento(memento.format(), Arrays.copyOf(memento.bytes(), length)));
        }
        return Observation.of(demandSame(subject, selector, pool, memento));
    }

    private static String demandSame(Subject subject, Selector selector, FakePool pool, Memento memento) {
        double before = Trial.tally(selector, pool, 2_000).fairness(pool.named("b"));
        Trial heir = subject.trial(FakeContext.seeded(14).inheriting(memento));
        FakePool same = pool.again();
        Selector successor = heir.rebuild(same);
        Memento again = heir.strategy().memento();
        if (again == null || !memento.equals(again)) {
            throw new Violation("left " + memento + ", but the heir, without having done anything, leaves " + again);
        }
        double after = Trial.tally(successor, same, 2_000).fairness(same.named("b"));
        if (before < 0.5 && after > 0.75) {
            throw new Violation(String.format(
                    Locale.ROOT,
                    "a slow endpoint had %.0f %% of its fair share before the reload and %.0f %% after",
                    100 * before,
                    100 * after));
        }
        return memento + " handed over";
    }

    private static void accept(Subject subject, Memento memento) {
        FakePool pool = FakePool.of("a", "b");
        Trial trial = subject.trial(FakeContext.seeded(13).inheriting(memento));
        Trial.tally(trial.rebuild(pool), pool, 10);
    }
}

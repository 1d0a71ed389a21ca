package dev.fairlead.spi.testkit.contract;

import dev.fairlead.spi.testkit.trial.Rule;
import dev.fairlead.spi.testkit.trial.Subject;
import dev.fairlead.spi.testkit.trial.Violation;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One check of one strategy. */
public final class Check {
    /** A check takes well under a second; only one that will never end takes this long on any machine. */
    private static final long SECONDS_UNTIL_STUCK = 120;

    private final Rule rule;
    private final Subject subject;
    private final long secondsUntilStuck;

    Check(Rule rule, Subject subject) {
        this(rule, subject, SECONDS_UNTIL_STUCK);
    }

    Check(Rule rule, Subject subject, long secondsUntilStuck) {
        this.rule = rule;
        this.subject = subject;
        this.secondsUntilStuck = secondsUntilStuck;
    }

    /** A word for it that never changes, such as {@code fair-share}. */
    public String id() {
        return rule.id();
    }

    /** The duty that is checked, as a statement. */
    public String name() {
        return rule.name();
    }

    /** Tries the strategy on a thread of its own, so that one that never returns is a finding too. */
    public Finding run() {
        FutureTask<String> task = new FutureTask<>(() -> rule.examine(subject));
        Thread thread = new Thread(task, "check " + rule.name());
        thread.setDaemon(true);
        thread.start();
        try {
            return new Finding(rule.id(), rule.name(), task.get(secondsUntilStuck, TimeUnit.SECONDS), null);
        } catch (ExecutionException e) {
            return broken(violation(e.getCause() == null ? e : e.getCause()));
        } catch (TimeoutException e) {
            Violation stuck = new Violation("no answer after " + secondsUntilStuck + " s", stackOf(thread));
            thread.interrupt();
            return broken(stuck);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return broken(new Violation("interrupted", e));
        }
    }

    private Finding broken(Violation violation) {
        return new Finding(rule.id(), rule.name(), String.valueOf(violation.getMessage()), violation);
    }

    private static Violation violation(Throwable thrown) {
        return thrown instanceof Violation violation ? violation : new Violation("threw " + thrown, thrown);
    }

    private static Throwable stackOf(Thread thread) {
        Throwable where = new Throwable("was here");
        where.setStackTrace(thread.getStackTrace());
        return where;
    }

    @Override
    public String toString() {
        return name();
    }
}

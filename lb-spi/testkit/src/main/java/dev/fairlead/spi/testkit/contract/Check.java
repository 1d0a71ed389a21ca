package dev.fairlead.spi.testkit.contract;

import dev.fairlead.spi.testkit.trial.Observation;
import dev.fairlead.spi.testkit.trial.Rule;
import dev.fairlead.spi.testkit.trial.Subject;
import dev.fairlead.spi.testkit.trial.TimeLimit;
import dev.fairlead.spi.testkit.trial.Violation;

/** One check of one strategy. */
public final class Check {
    private final Rule rule;
    private final Subject subject;
    private final TimeLimit timeLimit;

    Check(Rule rule, Subject subject, TimeLimit timeLimit) {
        this.rule = rule;
        this.subject = subject;
        this.timeLimit = timeLimit;
    }

    /** A stable id, such as {@code fair-share}. */
    public String id() {
        return rule.id();
    }

    /** The duty that is checked, as a statement. */
    public String name() {
        return rule.name();
    }

    /** Runs the check; an exception, or no answer, is a finding. */
    public Finding run() {
        try {
            Observation seen = timeLimit.await("check " + rule.id(), () -> rule.examine(subject));
            return new Finding(id(), name(), seen.applies() ? Verdict.KEPT : Verdict.INAPPLICABLE, seen.words(), null);
        } catch (Violation violation) {
            return Finding.broken(id(), name(), violation);
        }
    }

    @Override
    public String toString() {
        return name();
    }
}

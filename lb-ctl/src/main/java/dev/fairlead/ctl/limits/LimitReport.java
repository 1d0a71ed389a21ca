package dev.fairlead.ctl.limits;

import dev.fairlead.control.v1.HeldBack;
import dev.fairlead.control.v1.LimitState;
import dev.fairlead.control.v1.ListLimitsResponse;
import dev.fairlead.ctl.output.Output;
import dev.fairlead.ctl.output.TableLayout;
import dev.fairlead.ctl.value.Figures;
import java.util.List;

/** The rate limits, and who is held back by them. */
final class LimitReport {

    /** Somebody who is held back, and by what. */
    private record Held(LimitState by, HeldBack who) {}

    private static final TableLayout<LimitState> LIMITS = new TableLayout<LimitState>(
                    state -> state.getLimit().getName())
            .text("LIMIT", state -> state.getLimit().getName())
            .text("OF", LimitState::getScope)
            .text("KEY", state -> state.getLimit().getKey())
            .number("RATE", state -> state.getLimit().getRate())
            .number("BURST", LimitReport::burst)
            .text("MODE", state -> state.getLimit().getDryRun() ? "dry run" : "enforced")
            .number("LIMITED", state -> Long.toString(state.getLimited()))
            .number("SHARED", state -> Long.toString(state.getShared()));

    private static final TableLayout<Held> HELD_BACK = new TableLayout<Held>(
                    held -> held.who().getKey())
            .text("HELD BACK", held -> held.who().getKey())
            .number("REQUESTS", held -> Long.toString(held.who().getRequests()))
            .text("BY", held -> held.by().getLimit().getName())
            .text("OF", held -> held.by().getScope());

    private final Output output;

    LimitReport(Output output) {
        this.output = output;
    }

    void tell(ListLimitsResponse answer) {
        output.list(answer, answer.getLimitsList(), LIMITS);
        if (!output.isForPeople()) {
            return;
        }
        if (answer.getLimitsCount() == 0) {
            output.say("no rate limits");
            return;
        }
        List<Held> held = answer.getLimitsList().stream()
                .flatMap(state -> state.getHeldBackList().stream().map(who -> new Held(state, who)))
                .toList();
        output.line("");
        if (!held.isEmpty()) {
            output.table(held, HELD_BACK);
            output.line("");
        }
        output.line((held.isEmpty() ? "nobody is held back; " : "") + Figures.count(answer.getKeys(), "key")
                + " remembered, of at most " + answer.getMostKeys());
    }

    /** Without one, it is what the rate allows in a second. */
    private static String burst(LimitState state) {
        int burst = state.getLimit().getBurst();
        return burst == 0 ? Figures.NONE : Integer.toString(burst);
    }
}

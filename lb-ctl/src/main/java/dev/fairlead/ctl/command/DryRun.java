package dev.fairlead.ctl.command;

import com.google.protobuf.Message;
import dev.fairlead.control.v1.ChangeOutcome;
import dev.fairlead.control.v1.Forecast;
import dev.fairlead.control.v1.ForecastShare;
import dev.fairlead.ctl.failure.ExitCode;
import dev.fairlead.ctl.output.Output;
import dev.fairlead.ctl.output.TableLayout;
import dev.fairlead.ctl.value.Figures;

/** What a change would do: the differences, where requests would go, and what would be refused. */
final class DryRun {

    private static final TableLayout<ForecastShare> SHARES = new TableLayout<>(ForecastShare::getBackend)
            .text("BACKEND", ForecastShare::getBackend)
            .number("BEFORE", share -> share.hasBefore() ? Figures.percent(share.getBefore()) : Figures.NONE)
            .number("AFTER", share -> share.hasAfter() ? Figures.percent(share.getAfter()) : Figures.NONE);

    private final Output output;

    DryRun(Output output) {
        this.output = output;
    }

    /** The exit code; if the change would be refused, that of a refusal. */
    int show(Message answer, ChangeOutcome outcome) {
        if (output.isDocument()) {
            output.document(answer);
        } else {
            if (outcome.getDifferencesCount() == 0) {
                output.say("nothing would change");
            }
            outcome.getDifferencesList().forEach(output::line);
            outcome.getForecastsList().forEach(this::show);
        }
        outcome.getRefusalsList().forEach(refusal -> output.warn("lb-ctl: would be refused: " + refusal));
        return outcome.getRefusalsCount() == 0 ? ExitCode.OK : ExitCode.REFUSED;
    }

    private void show(Forecast forecast) {
        output.line("");
        output.line("pool " + forecast.getPool() + ", " + forecast.getMethod());
        output.table(forecast.getSharesList(), SHARES);
    }
}

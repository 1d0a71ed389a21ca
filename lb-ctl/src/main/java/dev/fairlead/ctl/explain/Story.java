package dev.fairlead.ctl.explain;

import dev.fairlead.control.v1.Attempt;
import dev.fairlead.control.v1.ExplainRequestResponse;
import dev.fairlead.ctl.output.Facts;
import dev.fairlead.ctl.output.Output;
import dev.fairlead.ctl.output.TableLayout;
import dev.fairlead.ctl.value.Figures;
import dev.fairlead.ctl.value.Spans;
import java.time.ZoneId;

/** What happened to a request. */
final class Story {

    private static final TableLayout<Attempt> ATTEMPTS = new TableLayout<>(Attempt::getBackend)
            .text("BACKEND", Attempt::getBackend)
            .wideText("ADDRESS", Attempt::getAddress)
            .text("OUTCOME", Attempt::getOutcome)
            .number(
                    "STATUS",
                    attempt -> attempt.getStatus() == 0 ? Figures.NONE : Integer.toString(attempt.getStatus()))
            .text("CONNECTION", attempt -> attempt.getConnectionReused() ? "kept" : "new")
            .number("CONNECT", attempt -> attempt.hasConnect() ? Spans.measured(attempt.getConnect()) : Figures.NONE)
            .number(
                    "FIRST BYTE",
                    attempt -> attempt.hasFirstByte() ? Spans.measured(attempt.getFirstByte()) : Figures.NONE)
            .number("TOTAL", attempt -> attempt.hasTotal() ? Spans.measured(attempt.getTotal()) : Figures.NONE)
            .wideText("STRATEGY", Attempt::getStrategy)
            .wideNumber("GENERATION", attempt -> Long.toUnsignedString(attempt.getGeneration()))
            .wideText("WROTE", attempt -> attempt.getWrote() ? "yes" : "no")
            .text("FAILURE", Story::failure);

    private final Output output;
    private final ZoneId zone;

    Story(Output output, ZoneId zone) {
        this.output = output;
        this.zone = zone;
    }

    void tell(ExplainRequestResponse answer) {
        output.facts(answer, answer.getRequestId(), facts(answer));
        if (!output.isForPeople()) {
            return;
        }
        if (answer.getAttemptsCount() > 0) {
            output.line("");
            output.table(answer.getAttemptsList(), ATTEMPTS);
        }
        if (answer.getStoryCount() > 0) {
            output.line("");
            answer.getStoryList().forEach(output::line);
        }
    }

    private Facts facts(ExplainRequestResponse answer) {
        return new Facts()
                .add("request", answer.getRequestId())
                .add("time", Figures.moment(answer.getTime(), zone))
                .add("asked", answer.getMethod() + " " + answer.getPath())
                .addIfAny("host", answer.getHost())
                .add("client", Figures.orNone(answer.getClient()))
                .add("pool", Figures.orNone(answer.getPool()))
                .add("status", answer.getStatus())
                .add("end", answer.getEndReason())
                .add("took", Spans.measured(answer.getDuration()));
    }

    private static String failure(Attempt attempt) {
        if (attempt.getFailure().isEmpty()) {
            return Figures.NONE;
        }
        return attempt.getFailure() + (attempt.getDetail().isEmpty() ? "" : " (" + attempt.getDetail() + ")");
    }
}

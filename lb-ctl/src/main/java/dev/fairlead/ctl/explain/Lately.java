package dev.fairlead.ctl.explain;

import dev.fairlead.control.v1.Attempt;
import dev.fairlead.control.v1.ExplainRequestResponse;
import dev.fairlead.ctl.output.TableLayout;
import dev.fairlead.ctl.value.Figures;
import dev.fairlead.ctl.value.Spans;
import java.time.ZoneId;
import java.util.stream.Collectors;

/**
 * The last requests as a table.
 *
 * @param zone for the times in the table
 */
record Lately(ZoneId zone) {

    TableLayout<ExplainRequestResponse> layout() {
        return new TableLayout<>(ExplainRequestResponse::getRequestId)
                .text("TIME", request -> Figures.moment(request.getTime(), zone))
                .text("REQUEST", ExplainRequestResponse::getRequestId)
                .wideText("CLIENT", ExplainRequestResponse::getClient)
                .wideText("POOL", ExplainRequestResponse::getPool)
                .number("STATUS", request -> Integer.toString(request.getStatus()))
                .number("TOOK", request -> Spans.measured(request.getDuration()))
                .text("BACKENDS", Lately::backends)
                .wideText("END", ExplainRequestResponse::getEndReason)
                .text("ASKED", request -> request.getMethod() + " " + request.getPath());
    }

    /** In the order in which they were tried. */
    private static String backends(ExplainRequestResponse request) {
        return Figures.orNone(
                request.getAttemptsList().stream().map(Attempt::getBackend).collect(Collectors.joining(", ")));
    }
}

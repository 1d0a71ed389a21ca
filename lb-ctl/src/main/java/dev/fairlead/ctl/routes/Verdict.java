package dev.fairlead.ctl.routes;

import dev.fairlead.control.v1.RouteVerdict;
import dev.fairlead.control.v1.TestRouteResponse;
import dev.fairlead.ctl.output.Facts;
import dev.fairlead.ctl.output.Output;
import dev.fairlead.ctl.output.TableLayout;
import dev.fairlead.ctl.value.Figures;

/** What would become of a request, and why not the other routes have it. */
final class Verdict {

    private final Output output;
    private final String request;

    Verdict(Output output, String request) {
        this.output = output;
        this.request = request;
    }

    void tell(TestRouteResponse answer) {
        output.facts(answer, answer.getRoute(), facts(answer));
        if (output.isForPeople() && answer.getRoutesCount() > 0) {
            output.line("");
            output.table(answer.getRoutesList(), layout(answer.getRoute()));
        }
    }

    private Facts facts(TestRouteResponse answer) {
        return new Facts()
                .add("request", request)
                .addIfAny("path", answer.getNormalPath())
                .add("route", Figures.orNone(answer.getRoute()))
                .addIfAny("pool", answer.getPool())
                .addIfAny("status", answer.getStatus() == 0 ? "" : Integer.toString(answer.getStatus()))
                .addIfAny("sent as", answer.getTarget())
                .addIfAny("sent to host", answer.getHost())
                .addIfAny("outcome", answer.getOutcome());
    }

    private static TableLayout<RouteVerdict> layout(String chosen) {
        return new TableLayout<>(RouteVerdict::getRoute)
                .text("", verdict -> verdict.getRoute().equals(chosen) ? "*" : " ")
                .text("ROUTE", RouteVerdict::getRoute)
                .text("MATCHES", verdict -> verdict.getMatches() ? "yes" : "no")
                .text("BECAUSE", verdict -> Figures.orNone(verdict.getReason()));
    }
}

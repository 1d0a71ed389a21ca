package dev.fairlead.ctl.routes;

import dev.fairlead.control.v1.Route;
import dev.fairlead.ctl.output.TableLayout;
import dev.fairlead.ctl.value.Figures;
import java.util.ArrayList;
import java.util.List;

/** Routes as a table for people. */
final class RouteTable {

    static final TableLayout<Route> LAYOUT = new TableLayout<>(Route::getName)
            .text("NAME", Route::getName)
            .text("MATCH", route -> MatchText.brief(route.getMatch()))
            .text("TO", EndText::of)
            .wideText("ALSO", RouteTable::also);

    private RouteTable() {}

    /** What a route does besides. */
    private static String also(Route route) {
        RouteFacts facts = new RouteFacts(route);
        List<String> parts = new ArrayList<>();
        add(parts, "path becomes ", route.getRewrite().getPathPrefix());
        add(parts, "host becomes ", route.getRewrite().getHost());
        add(parts, "request headers: ", facts.edits(route.getRequestHeaders()));
        add(parts, "response headers: ", facts.edits(route.getResponseHeaders()));
        add(parts, "timeouts: ", facts.timeouts());
        add(parts, "retry: ", facts.retry());
        add(parts, "body ", facts.body());
        add(parts, "allow ", String.join(", ", route.getAccess().getAllowList()));
        add(parts, "deny ", String.join(", ", route.getAccess().getDenyList()));
        add(parts, "limits: ", facts.rateLimits());
        return Figures.orNone(String.join("; ", parts));
    }

    private static void add(List<String> parts, String title, String text) {
        if (!text.isEmpty()) {
            parts.add(title + text);
        }
    }
}

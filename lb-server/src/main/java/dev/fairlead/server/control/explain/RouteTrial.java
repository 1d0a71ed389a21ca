package dev.fairlead.server.control.explain;

import dev.fairlead.control.v1.RouteVerdict;
import dev.fairlead.control.v1.TestRouteRequest;
import dev.fairlead.control.v1.TestRouteResponse;
import dev.fairlead.server.control.message.InvalidRequest;
import dev.fairlead.server.control.message.Outcomes;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.route.Route;
import dev.fairlead.server.routing.Entrance;
import dev.fairlead.server.routing.Gate;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.routing.match.CompiledRoute;
import dev.fairlead.server.routing.match.NoRoute;
import dev.fairlead.server.routing.match.PathRewrite;
import dev.fairlead.server.routing.match.PoolSplit;
import dev.fairlead.server.routing.match.RouteExplanation;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** What the routes make of a request that nobody has sent. */
public final class RouteTrial {

    private final DescribedTarget request;

    private RouteTrial(DescribedTarget request) {
        this.request = request;
    }

    /** @throws InvalidRequest if no client could send it */
    public static RouteTrial of(TestRouteRequest request) {
        return new RouteTrial(DescribedTarget.of(request));
    }

    public TestRouteResponse in(RoutingTable table) {
        Entrance entrance = table.entrance();
        RouteExplanation explained = entrance.table().explain(request);
        TestRouteResponse.Builder told = TestRouteResponse.newBuilder()
                .setRevision(Outcomes.number(table.revision()))
                .setNormalPath(explained.path());
        explained
                .verdicts()
                .forEach(verdict -> told.addRoutes(RouteVerdict.newBuilder()
                        .setRoute(verdict.route())
                        .setMatches(verdict.matches())
                        .setReason(verdict.why())));
        String access = entrance.server().access().explain(request.clientAddress());
        if (!entrance.server().access().admit(request.clientAddress())) {
            return told.setStatus(403).setOutcome("refused with 403: " + access).build();
        }
        if (explained.found() instanceof CompiledRoute route) {
            tell(told, route, entrance);
        } else {
            tell(told, (NoRoute) explained.found(), explained.why());
        }
        return told.build();
    }

    private static void tell(TestRouteResponse.Builder told, NoRoute none, String why) {
        if (none == NoRoute.NO_ROUTES) {
            told.setPool(DesiredState.DEFAULT_POOL)
                    .setOutcome(why + ", so pool " + DesiredState.DEFAULT_POOL + " serves it");
        } else {
            told.setStatus(none.status()).setOutcome("refused with " + none.status() + ": " + why);
        }
    }

    private void tell(TestRouteResponse.Builder told, CompiledRoute compiled, Entrance entrance) {
        Route route = compiled.route();
        told.setRoute(route.name());
        Gate gate = entrance.routes().get(compiled.place()).gate();
        if (!gate.access().admit(request.clientAddress())) {
            told.setStatus(403)
                    .setOutcome("refused with 403 by route " + route.name() + ": "
                            + gate.access().explain(request.clientAddress()));
            return;
        }
        if (compiled.redirect() != null) {
            String location = compiled.redirect().of(request);
            int status = location == null ? 400 : route.redirect().status();
            told.setStatus(status)
                    .setOutcome(
                            location == null
                                    ? "refused with 400: the redirect needs a host that can stand in a URL"
                                    : "redirected with " + status + " to " + location);
        } else if (route.respond().isSet()) {
            told.setStatus(route.respond().status())
                    .setOutcome("answered " + route.respond().status() + " by the load balancer");
        } else {
            served(told, compiled);
        }
    }

    private void served(TestRouteResponse.Builder told, CompiledRoute compiled) {
        Route route = compiled.route();
        PoolSplit split = compiled.split();
        PathRewrite rewrite = compiled.rewrite();
        if (rewrite != null) {
            String query = request.query().isEmpty() ? "" : "?" + request.query();
            told.setTarget(rewrite.of(request.path()) + query);
        }
        told.setHost(route.rewrite().host());
        if (split == null) {
            told.setPool(route.pool()).setOutcome("served by pool " + route.pool());
            return;
        }
        String key = split.key(request);
        if (key == null) {
            told.setOutcome("split by chance: "
                    + route.weights().entrySet().stream()
                            .map(entry -> entry.getKey() + " " + entry.getValue())
                            .collect(Collectors.joining(", ")));
        } else {
            String pool = split.pool(key, new SplittableRandom());
            told.setPool(pool).setOutcome("served by pool " + pool + ", which " + route.splitBy() + " decides");
        }
    }
}

package dev.fairlead.server.observe.metrics;

import dev.fairlead.server.limit.LiveLimit;
import dev.fairlead.server.routing.Entrance;
import dev.fairlead.server.routing.LiveRoute;
import dev.fairlead.server.routing.MirrorResult;
import dev.fairlead.server.routing.RoutingTables;
import jakarta.inject.Inject;

/** What happened to requests before they came to a pool: routes, access lists and rate limits. */
final class EntranceMetrics implements MetricSource {
    private final RoutingTables tables;

    @Inject
    EntranceMetrics(RoutingTables tables) {
        this.tables = tables;
    }

    @Override
    public void addTo(MetricFamilies families) {
        Entrance entrance = tables.current().entrance();
        families.counter(
                "lb_access_denied",
                "Requests refused by an access list.",
                entrance.counters().accessDenied());
        entrance.counters()
                .refused()
                .forEach((reason, count) -> families.counter(
                        "lb_refused_requests", "Requests refused by the load balancer.", count, "reason", reason));
        entrance.routes().forEach(route -> requests(families, route));
        entrance.routes().stream()
                .filter(route -> route.route().mirror().isSet())
                .forEach(route -> mirrored(families, route));
        entrance.limits().forEach(limit -> limited(families, limit));
    }

    private static void requests(MetricFamilies families, LiveRoute route) {
        for (int codeClass = 1; codeClass <= 5; codeClass++) {
            families.counter(
                    "lb_route_requests",
                    "Requests of a route, by class of the status sent to the client.",
                    route.counters().requests(codeClass),
                    "route",
                    route.name(),
                    "code",
                    codeClass + "xx");
        }
    }

    private static void mirrored(MetricFamilies families, LiveRoute route) {
        for (MirrorResult result : MirrorResult.values()) {
            families.counter(
                    "lb_mirrored",
                    "Copies of requests for the mirror of a route.",
                    route.counters().mirrored(result),
                    "route",
                    route.name(),
                    "result",
                    result.code());
        }
    }

    /** Two lists may have limits of one name, and a scrape no series twice. */
    private static void limited(MetricFamilies families, LiveLimit limit) {
        families.counter(
                "lb_rate_limited",
                "Requests over a rate limit; those of a dry run were let through.",
                limit.refused() + limit.wouldHaveRefused(),
                "limit",
                limit.settings().name(),
                "scope",
                limit.scope().toString(),
                "dry_run",
                Boolean.toString(limit.settings().dryRun()));
    }
}

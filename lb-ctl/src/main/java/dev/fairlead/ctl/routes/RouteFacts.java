package dev.fairlead.ctl.routes;

import com.google.protobuf.Duration;
import dev.fairlead.control.v1.HeaderEdits;
import dev.fairlead.control.v1.RateLimit;
import dev.fairlead.control.v1.Route;
import dev.fairlead.control.v1.RouteMatch;
import dev.fairlead.control.v1.RouteRetry;
import dev.fairlead.control.v1.RouteTimeouts;
import dev.fairlead.ctl.output.Facts;
import dev.fairlead.ctl.value.Figures;
import dev.fairlead.ctl.value.Spans;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Everything that a route says, in words; what it does not say is left out. */
record RouteFacts(Route route) {

    Facts all() {
        RouteMatch match = route.getMatch();
        return new Facts()
                .add("name", route.getName())
                .add("match", MatchText.brief(match))
                .addIfAny("hosts", match.getHostCount() < 2 ? "" : String.join(", ", match.getHostList()))
                .add("to", EndText.end(route))
                .addIfAny("content type", route.getRespond().getStatus() == 0 ? "" : contentType())
                .addIfAny("body", route.getRespond().getBody())
                .addIfAny("mirrored to", EndText.mirror(route))
                .addIfAny("path becomes", route.getRewrite().getPathPrefix())
                .addIfAny("host becomes", route.getRewrite().getHost())
                .addIfAny("request headers", edits(route.getRequestHeaders()))
                .addIfAny("response headers", edits(route.getResponseHeaders()))
                .addIfAny("timeouts", timeouts())
                .addIfAny("retry", retry())
                .addIfAny("request body", body())
                .addIfAny("allow", String.join(", ", route.getAccess().getAllowList()))
                .addIfAny("deny", String.join(", ", route.getAccess().getDenyList()))
                .addIfAny("rate limits", rateLimits());
    }

    private String contentType() {
        return route.getRespond().getBody().isEmpty() ? "" : route.getRespond().getContentType();
    }

    String edits(HeaderEdits edits) {
        List<String> parts = new ArrayList<>();
        edits.getRemoveList().forEach(name -> parts.add("remove " + name));
        parts.addAll(edits("set ", edits.getSetMap()));
        parts.addAll(edits("add ", edits.getAddMap()));
        return String.join("; ", parts);
    }

    private static List<String> edits(String verb, Map<String, String> headers) {
        return headers.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(header -> verb + header.getKey() + ": " + header.getValue())
                .toList();
    }

    String timeouts() {
        RouteTimeouts timeouts = route.getTimeouts();
        List<String> parts = new ArrayList<>();
        add(parts, "connect ", timeouts.hasConnect(), timeouts.getConnect());
        add(parts, "first byte ", timeouts.hasFirstByte(), timeouts.getFirstByte());
        add(parts, "per try ", timeouts.hasPerTry(), timeouts.getPerTry());
        add(parts, "idle ", timeouts.hasIdle(), timeouts.getIdle());
        add(parts, "request ", timeouts.hasRequest(), timeouts.getRequest());
        add(parts, "tunnel idle ", timeouts.hasTunnelIdle(), timeouts.getTunnelIdle());
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, String title, boolean set, Duration span) {
        if (set) {
            parts.add(title + Spans.text(span));
        }
    }

    String retry() {
        RouteRetry retry = route.getRetry();
        List<String> parts = new ArrayList<>();
        if (retry.hasAttempts()) {
            parts.add(Figures.count(retry.getAttempts(), "attempt"));
        }
        if (retry.getMethodsCount() > 0) {
            parts.add("for " + String.join(",", retry.getMethodsList()));
        }
        if (retry.getOnCount() > 0) {
            parts.add("on " + String.join(",", retry.getOnList()));
        }
        return String.join(" ", parts);
    }

    String body() {
        if (!route.getLimits().hasBody()) {
            return "";
        }
        long body = route.getLimits().getBody();
        return body == 0 ? "without a limit" : "at most " + Figures.bytes(body);
    }

    String rateLimits() {
        return route.getRateLimitsList().stream().map(RouteFacts::text).collect(Collectors.joining("; "));
    }

    private static String text(RateLimit limit) {
        return limit.getName() + " " + limit.getRate() + " by " + limit.getKey()
                + (limit.getBurst() == 0 ? "" : ", burst " + limit.getBurst())
                + (limit.getDryRun() ? ", only counted" : "");
    }
}

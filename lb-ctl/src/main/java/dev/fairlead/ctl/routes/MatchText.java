package dev.fairlead.ctl.routes;

import dev.fairlead.control.v1.RouteMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which requests a route is for, in a few words: "api.example.com/api GET". */
final class MatchText {

    private static final int MOST_SHOWN = 2;

    private MatchText() {}

    static String brief(RouteMatch match) {
        List<String> parts = new ArrayList<>();
        String place = place(match);
        if (!place.isEmpty()) {
            parts.add(place);
        }
        if (match.getMethodsCount() > 0) {
            parts.add(String.join(",", match.getMethodsList()));
        }
        if (match.getHeadersCount() > 0) {
            parts.add(headers(match));
        }
        if (match.getQueryCount() > 0) {
            parts.add("?" + query(match));
        }
        return parts.isEmpty() ? "any request" : String.join(" ", parts);
    }

    private static String place(RouteMatch match) {
        String host = hosts(match.getHostList());
        if (!match.getPathRegex().isEmpty()) {
            return (host + " ~ " + match.getPathRegex()).strip();
        }
        return match.getPathExact().isEmpty() ? host + match.getPath() : host + match.getPathExact() + " exactly";
    }

    /** As a shell would spell them: "{a.example,b.example,+3}". */
    private static String hosts(List<String> hosts) {
        if (hosts.size() < 2) {
            return String.join("", hosts);
        }
        int more = hosts.size() - MOST_SHOWN;
        return "{" + String.join(",", hosts.subList(0, MOST_SHOWN)) + (more > 0 ? ",+" + more : "") + "}";
    }

    static String headers(RouteMatch match) {
        return joined(match.getHeadersMap(), ": ", ", ");
    }

    static String query(RouteMatch match) {
        return joined(match.getQueryMap(), "=", "&");
    }

    private static String joined(Map<String, String> map, String between, String separator) {
        return map.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + between + entry.getValue())
                .collect(Collectors.joining(separator));
    }
}

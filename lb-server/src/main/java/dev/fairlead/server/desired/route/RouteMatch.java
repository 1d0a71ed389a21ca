package dev.fairlead.server.desired.route;

import dev.fairlead.server.desired.Checks;
import dev.fairlead.server.desired.RequestPath;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.Setting;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which requests a route is for: those that meet every condition that is set. */
public record RouteMatch(
        @Setting(
                doc = "host names, without a port: exact, `*.example.org` (one or more labels before it), or an IPv6"
                        + " address in brackets; case, port and trailing dot of the request's host do not matter")
        List<String> host,

        @Setting(doc = "a path and what lies below it: `/api` and `/api/` match `/api` and `/api/x`, but not `/apix`")
        String path,

        @Setting(doc = "exactly this path") String pathExact,

        @Setting(
                doc =
                        "a regular expression (RE2 syntax, at most 1000 characters) that is found in the path; `^` and `$`"
                                + " tie it to its ends. Expressions are tried in the order of their routes")
        String pathRegex,

        @Setting(doc = "methods, such as `[ GET, POST ]`; empty = any")
        Set<String> methods,

        @Setting(doc = "headers and their exact values; `*` = it is there")
        Map<String, String> headers,

        @Setting(doc = "query parameters and their exact values, decoded; `*` = it is there")
        Map<String, String> query) {

    private static final Pattern METHOD = Pattern.compile("[A-Z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern DOT_SEGMENT = Pattern.compile("(?i).*/(\\.|%2e){1,2}(/.*)?");
    private static final Pattern READ_IN_TWO_WAYS = Pattern.compile("(?i).*(;|\\\\|%2f|%5c).*");

    public static final RouteMatch ANY = Schema.of(RouteMatch.class).defaults();

    public RouteMatch {
        host = host.stream().map(HostPattern::plain).distinct().toList();
        methods = Collections.unmodifiableSet(new LinkedHashSet<>(methods));
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
        Checks checks = Checks.of(RouteMatch.class, host, path, pathExact, pathRegex, methods, headers, query);
        for (String name : host) {
            checks.that(HostPattern.isValid(name), "host", HostPattern.problem(name));
        }
        checkPath(checks, "path", path);
        checkPath(checks, "path-exact", pathExact);
        checkExpression(checks, pathRegex);
        checks.that(
                Stream.of(path, pathExact, pathRegex)
                                .filter(set -> !set.isEmpty())
                                .count()
                        <= 1,
                "path",
                "the path has several conditions, expected at most one of path, path-exact or path-regex");
        for (String method : methods) {
            checks.that(
                    METHOD.matcher(method).matches(),
                    "methods",
                    "\"" + method + "\" is not a method, expected upper-case names such as GET");
        }
        for (String name : headers.keySet()) {
            checks.that(
                    HEADER.matcher(name).matches(),
                    "headers",
                    "\"" + name + "\" is not a header name, expected one such as X-Beta");
        }
        checks.that(!query.containsKey(""), "query", "a parameter has no name, expected one such as v");
        checks.done();
    }

    /** Nothing if it is empty: then it is no condition. */
    static void checkPath(Checks checks, String key, String path) {
        if (path.isEmpty()) {
            return;
        }
        checks.that(RequestPath.isPlain(path), key, RequestPath.problem(path));
        checks.that(
                !DOT_SEGMENT.matcher(path).matches(),
                key,
                "\"" + path + "\" has a dot segment, expected the path that it stands for");
        checks.that(
                !READ_IN_TWO_WAYS.matcher(path).matches(),
                key,
                "\"" + path + "\" is read differently by different servers, expected a path without ; or an escaped"
                        + " or backward slash");
    }

    private static void checkExpression(Checks checks, String expression) {
        if (expression.isEmpty()) {
            return;
        }
        try {
            PathExpression.compile(expression);
        } catch (IllegalArgumentException e) {
            checks.that(false, "path-regex", String.valueOf(e.getMessage()));
        }
    }

    /** Whether a condition looks at the path. */
    public boolean hasPath() {
        return !path.isEmpty() || !pathExact.isEmpty() || !pathRegex.isEmpty();
    }
}

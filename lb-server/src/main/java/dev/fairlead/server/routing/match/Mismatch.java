package dev.fairlead.server.routing.match;

import dev.fairlead.server.desired.Values;
import dev.fairlead.server.desired.route.RouteMatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The first condition of a route that a request does not meet, asked one by one as the documentation tells them. */
final class Mismatch {

    private final CompiledRoute route;
    private final RouteMatch match;
    private final RouteFacts facts;
    private final String path;

    /** @param path in normal form */
    Mismatch(CompiledRoute route, RouteFacts facts, String path) {
        this.route = route;
        this.match = route.route().match();
        this.facts = facts;
        this.path = path;
    }

    /** Empty if every condition is met. */
    String words() {
        return Stream.of(host(), path(), method(), headers(), query())
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("");
    }

    private Optional<String> host() {
        String name = HostName.of(facts.host());
        if (match.host().isEmpty() || match.host().stream().anyMatch(pattern -> isFor(pattern, name))) {
            return Optional.empty();
        }
        return Optional.of((name.isEmpty() ? "the request names no host" : "host is " + name) + ", expected "
                + Values.oneOf(match.host()));
    }

    private static boolean isFor(String pattern, String name) {
        if (pattern.startsWith("*.")) {
            return name.length() >= pattern.length()
                    && !HostName.isAddress(name)
                    && name.endsWith(pattern.substring(1));
        }
        return HostName.isAddress(pattern) && HostName.isAddress(name)
                ? HostName.address(pattern).equals(HostName.address(name))
                : pattern.equals(name);
    }

    private Optional<String> path() {
        if (!match.hasPath()) {
            return Optional.empty();
        }
        if (!path.startsWith("/")) {
            return Optional.of(path + " is no path, expected one");
        }
        if (route.hasExpression()) {
            return said(route.expressionIsIn(path), path + " has nothing that matches " + match.pathRegex());
        }
        return route.prefix().isEmpty()
                ? said(path.equals(route.exactPath()), "path is " + path + ", expected " + route.exactPath())
                : said(isBelow(route.prefix()), path + " is not " + route.prefix() + " or below it");
    }

    private boolean isBelow(String prefix) {
        String slashed = prefix.endsWith("/") ? prefix : prefix + "/";
        return (path + "/").startsWith(slashed);
    }

    private Optional<String> method() {
        return said(
                match.methods().isEmpty() || match.methods().contains(facts.method()),
                "method is " + facts.method() + ", expected " + Values.oneOf(List.copyOf(match.methods())));
    }

    private Optional<String> headers() {
        return match.headers().entrySet().stream()
                .flatMap(entry -> value("header ", entry, facts.header(entry.getKey())).stream())
                .findFirst();
    }

    private Optional<String> query() {
        return match.query().entrySet().stream()
                .flatMap(entry -> {
                    QueryCondition condition = new QueryCondition(entry.getKey(), entry.getValue());
                    return value("query parameter ", entry, condition.sent(facts.query())).stream();
                })
                .findFirst();
    }

    private static Optional<String> value(String what, Map.Entry<String, String> wanted, @Nullable String sent) {
        String named = what + wanted.getKey();
        boolean present = wanted.getValue().equals(Conditions.PRESENT);
        if (sent == null) {
            return Optional.of(named + " is missing" + (present ? "" : ", expected \"" + wanted.getValue() + "\""));
        }
        return said(
                present || wanted.getValue().equals(sent),
                named + " is \"" + sent + "\", expected \"" + wanted.getValue() + "\"");
    }

    private static Optional<String> said(boolean met, String words) {
        return met ? Optional.empty() : Optional.of(words);
    }
}

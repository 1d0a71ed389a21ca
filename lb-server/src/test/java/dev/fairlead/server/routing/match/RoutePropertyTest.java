package dev.fairlead.server.routing.match;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.route.Route;
import dev.fairlead.server.desired.route.RouteMatch;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random requests against random routes lead where a matcher leads them that asks every route in turn and knows no index. */
class RoutePropertyTest {

    private static final String[] PATHS = {"/", "/a", "/a/", "/a/b", "/b", "/a/b/a", "/%61", "//b/a", "/c.d"};
    private static final String[] EXPRESSIONS = {"^/a", "b$", "^/(a|b)/[a-c]+$", "c.d"};
    private static final String[] HOSTS = {"a.org", "*.a.org", "b.a.org", "*.org", "[::1]", "A.org."};
    private static final String[] ASKED_HOSTS = {
        "a.org", "A.ORG:80", "b.a.org.", "c.b.a.org", "x.org", "org", "[::1]:80", "[0::1]", "", "b.a.org:1"
    };
    private static final String[] PIECES = {
        "/", "/", "/", "a", "b", "a", "b", "c.d", "..", ".", "%61", "%2e", "%2F", "%2f", "%5C", "\\", ";x", "%x", ";"
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void leadsWhereANaiveMatcherLeads(long seed) {
        Random random = new Random(seed);
        Set<String> outcomes = new LinkedHashSet<>();
        for (int round = 0; round < 100; round++) {
            List<Route> routes = IntStream.rangeClosed(0, random.nextInt(12))
                    .mapToObj(i -> Route.named("r" + i, Map.of("match", match(random), "pool", "p")))
                    .toList();
            RouteTable table = RouteTable.of(routes);
            for (int i = 0; i < 50; i++) {
                Asked asked = asked(random);
                String expected = naive(routes, asked);
                FoundRoute found = table.find(asked);
                assertThat(found instanceof CompiledRoute route ? route.name() : ((NoRoute) found).reason())
                        .as("%s of %s", asked, routes)
                        .isEqualTo(expected);
                table.explain(asked);
                outcomes.add(expected.startsWith("r") ? "route" : expected);
            }
        }
        assertThat(outcomes).containsExactlyInAnyOrder("route", "no_route", "path_above_root", "path_ambiguous");
    }

    private static RouteMatch match(Random random) {
        int path = random.nextInt(4);
        return new RouteMatch(
                random.nextBoolean() ? List.of() : List.of(pick(random, HOSTS), pick(random, HOSTS)),
                path == 0 ? pick(random, PATHS) : "",
                path == 1 ? pick(random, PATHS) : "",
                path == 2 ? pick(random, EXPRESSIONS) : "",
                random.nextInt(3) > 0 ? Set.of() : Set.of(pick(random, "GET", "POST"), "PUT"),
                random.nextInt(4) > 0 ? Map.of() : Map.of("X-A", pick(random, "1", "*")),
                random.nextInt(4) > 0 ? Map.of() : Map.of("v", pick(random, "1", "*", "a b")));
    }

    private static Asked asked(Random random) {
        String path = "/"
                + random.ints(random.nextInt(8), 0, PIECES.length)
                        .mapToObj(piece -> PIECES[piece])
                        .collect(Collectors.joining());
        return Asked.of(
                pick(random, "GET", "POST", "PUT"),
                pick(random, ASKED_HOSTS),
                path + pick(random, "", "?", "?v=1", "?w&v=a+b", "?v", "?vv=1"),
                random.nextBoolean() ? Map.of() : Map.of("x-a", pick(random, "1", "2")));
    }

    private static String pick(Random random, String... of) {
        return of[random.nextInt(of.length)];
    }

    private static String naive(List<Route> routes, Asked asked) {
        Optional<String> normal = resolved(unescaped(asked.path()), true);
        if (normal.isEmpty()) {
            return "path_above_root";
        }
        String expected = first(routes, asked, normal.get());
        Set<String> texts = readings(List.of("%2F>/", "%5C>/", "\\\\>/", ";[^/]*>"), unescaped(asked.path()));
        texts.addAll(readings(List.of(";[^/]*>", "%2F>/", "%5C>/", "\\\\>/"), unescaped(asked.path())));
        for (String text : texts) {
            for (boolean merging : new boolean[] {true, false}) {
                Optional<String> read = resolved(text, merging).flatMap(path -> resolved(path, true));
                if (read.isEmpty() || !first(routes, asked, read.get()).equals(expected)) {
                    return "path_ambiguous";
                }
            }
        }
        return expected;
    }

    private static Set<String> readings(List<String> ways, String text) {
        if (ways.isEmpty()) {
            return new LinkedHashSet<>(Set.of(text));
        }
        String[] way = ways.get(0).split(">", -1);
        Set<String> all = new LinkedHashSet<>();
        List<String> rest = ways.subList(1, ways.size());
        all.addAll(readings(rest, text));
        all.addAll(readings(rest, text.replaceAll(way[0], way[1])));
        return all;
    }

    /** No two pieces make an escape together. */
    private static String unescaped(String path) {
        return path.replace("%61", "a").replace("%2e", ".").replace("%2f", "%2F");
    }

    private static Optional<String> resolved(String path, boolean merging) {
        Deque<String> kept = new ArrayDeque<>();
        List<String> segments = Arrays.asList(path.substring(1).split("/", -1));
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            boolean last = i == segments.size() - 1;
            if (segment.equals("..")) {
                if (kept.isEmpty()) {
                    return Optional.empty();
                }
                kept.removeLast();
            }
            boolean empty = segment.equals(".") || segment.equals("..") || (segment.isEmpty() && merging);
            if (!empty) {
                kept.add(segment);
            } else if (last) {
                kept.add("");
            }
        }
        String joined = "/" + String.join("/", kept);
        return Optional.of(joined);
    }

    private static String first(List<Route> routes, Asked asked, String path) {
        return routes.stream()
                .filter(route -> matches(route.match(), asked, path))
                .findFirst()
                .map(Route::name)
                .orElse("no_route");
    }

    private static boolean matches(RouteMatch match, Asked asked, String path) {
        String host =
                asked.host().toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", "").replaceFirst("\\.$", "");
        String plain = host.equals("[0::1]") ? "[::1]" : host;
        String query = "&" + asked.query() + "&";
        return (match.host().isEmpty() || match.host().stream().anyMatch(pattern -> plain.matches(regex(pattern))))
                && (match.path().isEmpty() || (path + "/").startsWith(slashed(match.path())))
                && (match.pathExact().isEmpty() || path.equals(plain(match.pathExact())))
                && (match.pathRegex().isEmpty()
                        || Pattern.compile(match.pathRegex()).matcher(path).find())
                && (match.methods().isEmpty() || match.methods().contains(asked.method()))
                && match.headers().values().stream()
                        .allMatch(value -> has(value, asked.headers().get("X-A")))
                && match.query().values().stream()
                        .allMatch(value -> value.equals("*")
                                ? query.matches(".*&v[=&].*")
                                : query.contains("&v=" + value.replace(' ', '+') + "&"));
    }

    private static boolean has(String value, @Nullable String sent) {
        return sent != null && (value.equals("*") || value.equals(sent));
    }

    private static String regex(String pattern) {
        String escaped = pattern.replace(".", "\\.").replace("[", "\\[").replace("]", "\\]");
        return escaped.replace("*", ".+");
    }

    private static String plain(String path) {
        return path.replace("%61", "a").replace("//", "/");
    }

    private static String slashed(String path) {
        return plain(path).replaceFirst("/?$", "/");
    }
}

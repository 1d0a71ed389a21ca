package dev.fairlead.server.desired;

import dev.fairlead.server.desired.limit.Access;
import dev.fairlead.server.desired.limit.Rate;
import dev.fairlead.server.desired.limit.RateKey;
import dev.fairlead.server.desired.limit.RateLimit;
import dev.fairlead.server.desired.route.FixedAnswer;
import dev.fairlead.server.desired.route.HeaderEdits;
import dev.fairlead.server.desired.route.Redirect;
import dev.fairlead.server.desired.route.Route;
import dev.fairlead.server.desired.route.RouteMatch;
import dev.fairlead.server.desired.route.RouteTimeouts;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Draws records of settings by what they say of themselves, with odd texts wherever a text is free. */
public final class RandomSettings {

    private static final List<String> ODD = List.of(
            "",
            " ",
            "x",
            "a b",
            "a,b",
            "a:b",
            "a=b",
            "${HOME}",
            "#x",
            "//x",
            "\"q\"",
            "back\\slash",
            "{",
            "]",
            "ünïcode",
            "include",
            "line\nbreak",
            "tab\t",
            "+=",
            "10%",
            "5s",
            "*");

    private final RandomGenerator random;

    public RandomSettings(RandomGenerator random) {
        this.random = random;
    }

    public DesiredState state() {
        DesiredState state = DesiredState.initial().withFrontend(record(Frontend.DEFAULT));
        for (String name : List.of("default", "api", "Web_2", "0-x")) {
            if (random.nextInt(3) > 0) {
                state = state.withPool(pool(name));
            }
        }
        return state;
    }

    public Pool pool(String name) {
        Pool pool = record(Pool.named(name));
        for (int i = random.nextInt(4); i > 0; i--) {
            pool = pool.withBackend(backend(i));
        }
        return pool;
    }

    private Backend backend(int i) {
        Backend plain = Backend.at(pick("a", "https://b_" + i, "http://[fd00::" + i + "]", "10.0.0." + i) + ":" + i);
        return random.nextBoolean() ? plain : record(plain).withId(pick(plain.id(), "id" + i, "00" + i, "1e" + i));
    }

    /** Another of the same kind, in every setting; what is no setting stays. */
    public <R extends Record> R record(R like) {
        return Schema.of(like).make(component -> {
            Object value = component.in(like);
            return component.isSection()
                    ? record((Record) value)
                    : component.isSetting() ? value(component, value) : value;
        });
    }

    /** One in which no setting is as in this one. */
    public <R extends Record> R unlike(R other) {
        return Schema.of(other).make(component -> {
            Object value = component.in(other);
            return component.isSection()
                    ? unlike((Record) value)
                    : component.isSetting() ? otherValue(component, value) : value;
        });
    }

    private Object otherValue(Component component, Object value) {
        Object drawn = component.type().name().equals("file") ? component.key() + ".pem" : value;
        for (int i = 0; drawn.equals(value); i++) {
            if (i == 1000) {
                throw new IllegalStateException(component + " is always " + value);
            }
            drawn = value(component, value);
        }
        return drawn;
    }

    private Object value(Component component, Object like) {
        ValueType<Object> type = component.type();
        if (like instanceof Sticky.SameSite) {
            return pick(Sticky.SameSite.LAX, Sticky.SameSite.STRICT);
        }
        if (like instanceof Enum<?> word) {
            return pick(word.getDeclaringClass().getEnumConstants());
        }
        if (like instanceof Map) {
            return texts();
        }
        if (component.blocks().isPresent()) {
            return component.key().equals("routes") ? routes() : rateLimits();
        }
        return switch (component.toString()) {
            case "Backend.id", "Backend.url" -> like;
            case "HealthPolicy.path" -> pick("/health", "/a?b=c&d=%20");
            case "Monitoring.healthPath" -> "/h" + count();
            case "Monitoring.statsPath" -> "/s/!&~";
            case "AccessLog.to" -> pick("stdout", "/var/log/a b.log");
            case "BootSettings.pluginsDir" -> "/srv/p " + random.nextInt(3);
            case "State.dir" -> pick("", "/var/lib/x");
            case "PluginRules.allowCalls" -> type.parse(pick("", "exit", "native,exit"));
            case "Control.listen" -> type.parse("localhost:" + random.nextInt(65536));
            case "UpstreamTls.serverName" -> pick("", "backend.internal");
            case "Sticky.name" -> pick("SESSION", "X-Node", "~a|b");
            case "Sticky.path" -> pick("/", "/shop", "/a,b=c");
            case "Sticky.domain" -> pick("", "example.com", ".sub-1.example.com");
            case "RateLimit.burst" -> count();
            case "RetryPolicy.methods" -> type.parse(pick("GET", "POST,PUT", "M-SEARCH,X+Y"));
            default -> byType(component, like);
        };
    }

    private Object byType(Component component, Object like) {
        ValueType<Object> type = component.type();
        return switch (type.name()) {
            case "optional duration" ->
                random.nextBoolean() ? Optional.empty() : Optional.of(Duration.ofSeconds(1 + count()));
            case "duration" -> Duration.ofNanos(1 + random.nextLong(1L << random.nextInt(1, 54)));
            case "number" -> number(component);
            case "size" ->
                like instanceof Integer
                        ? (Object) (random.nextInt(1 << 20) << random.nextInt(10))
                        : (Object) random.nextLong(1L << 50);
            case "percentage" ->
                like instanceof Integer
                        ? (Object) random.nextInt(101)
                        : (Object)
                                (random.nextBoolean()
                                        ? BigDecimal.valueOf(random.nextDouble())
                                                .movePointRight(2)
                                                .doubleValue()
                                        : random.nextInt(101) * 1.0);
            case "switch" -> random.nextBoolean();
            case "text" -> pick(ODD.toArray(String[]::new));
            case "file" -> "";
            case "address" -> type.parse(pick("0.0.0.0", "[::]", "my_host") + ":" + random.nextInt(65536));
            case "rate" -> type.parse(pick("1/h", "90/m", "100/s"));
            case "rate key" -> type.parse(pick("all", "client", "header:X-User", "cookie:session"));
            case "status codes" -> type.parse(pick("204", "301-399,404"));
            case "strategy" -> new StrategyChoice(pick("p2c", "round_robin", "my-own"), texts());
            case "list of address range" -> type.parse(pick("", "loopback", "10.0.0.0/8,fd00::/8,1.2.3.4"));
            case "list of retry cause" -> type.parse(pick("", "reset", "timeout,503,connect-failure,404"));
            case "list of SHA-256 digest" -> type.parse(pick("", "ab".repeat(32)));
            default -> throw new IllegalStateException(component + " is a " + type.name() + ", which nobody draws yet");
        };
    }

    private List<RateLimit> rateLimits() {
        RateLimit plain = new RateLimit("x", RateKey.CLIENT, Rate.parse("1/s"), 0, false);
        return Stream.of("a", "b-2", "C_3")
                .filter(name -> random.nextBoolean())
                .map(name -> Schema.with(record(plain), "name", name))
                .toList();
    }

    private List<Route> routes() {
        return Stream.of("shop", "api-2", "R_3")
                .filter(name -> random.nextBoolean())
                .map(this::route)
                .toList();
    }

    private Route route(String name) {
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("match", Schema.with(RouteMatch.ANY, "host", List.of(pick("a.example", "*.example.org", "[::1]"))));
        given.put(
                "responseHeaders",
                new HeaderEdits(Map.of("X-A", pick("1", "a, b", "\"q\"")), Map.of(), List.of("X-B")));
        given.put("timeouts", record(RouteTimeouts.NONE));
        given.put("access", record(Access.DEFAULT));
        given.put("rateLimits", rateLimits());
        switch (random.nextInt(4)) {
            case 0 -> given.put("pool", "default");
            case 1 -> given.put("split", Map.of("default", pick("1", "95")));
            case 2 -> given.put("redirect", new Redirect(pick("/x{path}", "https://b.example{path}?{query}"), 308));
            default -> given.put("respond", new FixedAnswer(403, pick(ODD.toArray(String[]::new)), "text/plain"));
        }
        return Route.named(name, given);
    }

    private int number(Component component) {
        Setting setting = component.setting();
        int least = setting.min().isEmpty() ? 0 : Integer.parseInt(setting.min());
        int most = setting.max().isEmpty() ? 1 << 20 : Integer.parseInt(setting.max());
        return random.nextInt(least, most + 1);
    }

    private int count() {
        return random.nextInt(1000);
    }

    private Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            texts.put(pick("zone", "a.b", "c d", "include", "7", "\"", "x=y"), pick(ODD.toArray(String[]::new)));
        }
        return texts;
    }

    @SafeVarargs
    private <T> T pick(T... values) {
        return values[random.nextInt(values.length)];
    }
}

package dev.fairlead.server.routing.match;

import dev.fairlead.server.desired.route.Route;
import dev.fairlead.server.desired.route.RouteMatch;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a request's route costs among few and many: each route has a host of its own, a wildcard of its own, or a prefix of its
 * own; requests ask for all of them in turn. With {@code -prof gc} it tells what is allocated.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RouteBenchmark {

    private static final int REQUESTS = 1024;

    @Param({"1", "1000"})
    int routes;

    @Param({"host", "wildcard", "prefix", "host and prefix", "expression"})
    String by = "";

    private RouteTable table = RouteTable.EMPTY;
    private Asked[] plain = new Asked[0];
    private Asked[] odd = new Asked[0];
    private int next;

    @Setup
    public void prepare() {
        table = RouteTable.of(IntStream.range(0, by.equals("expression") ? 1 : routes)
                .mapToObj(this::route)
                .toList());
        plain = asked("");
        odd = asked("/a;b/..%2f/%7e");
    }

    private Route route(int i) {
        List<String> host = switch (by) {
            case "host", "host and prefix" -> List.of("shop-" + i + ".example.com");
            case "wildcard" -> List.of("*.shop-" + i + ".example.com");
            default -> List.of();
        };
        String path = by.contains("prefix") ? "/tenants/tenant-" + i : "";
        String expression = by.equals("expression") ? "^/tenants/tenant-[0-9]+/(orders|carts)/" : "";
        return Route.named(
                "r" + i,
                Map.of("match", new RouteMatch(host, path, "", expression, Set.of(), Map.of(), Map.of()), "pool", "p"));
    }

    private Asked[] asked(String end) {
        return IntStream.range(0, REQUESTS)
                .mapToObj(i -> i * 7919 % routes)
                .map(i -> Asked.get(
                        (by.equals("wildcard") ? "eu.www.shop-" : "shop-") + i + ".example.com:8080",
                        "/tenants/tenant-" + i + "/orders/4711" + end))
                .toArray(Asked[]::new);
    }

    @Benchmark
    public FoundRoute plainPath() {
        return table.find(plain[next++ & (REQUESTS - 1)]);
    }

    @Benchmark
    public FoundRoute pathWithOtherReadings() {
        return table.find(odd[next++ & (REQUESTS - 1)]);
    }
}

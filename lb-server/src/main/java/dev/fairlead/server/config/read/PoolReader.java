package dev.fairlead.server.config.read;

import dev.fairlead.server.config.StrategyCheck;
import dev.fairlead.server.config.document.Node.Scalar;
import dev.fairlead.server.config.value.NamedFiles;
import dev.fairlead.server.config.value.RetryCause;
import dev.fairlead.server.config.value.Values;
import dev.fairlead.server.desired.Connections;
import dev.fairlead.server.desired.Durations;
import dev.fairlead.server.desired.Ejection;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.HealthType;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.RetryPolicy;
import dev.fairlead.server.desired.StatusRanges;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.desired.Timeouts;
import dev.fairlead.server.desired.UpstreamTls;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads one pool. */
final class PoolReader {

    private final Path base;
    private final NamedFiles files;
    private final StrategyCheck strategies;
    private final BackendReader backends;

    /** @param base where relative paths start */
    PoolReader(Path base, NamedFiles files, StrategyCheck strategies, BackendReader backends) {
        this.base = base;
        this.files = files;
        this.strategies = strategies;
        this.backends = backends;
    }

    /** Nothing if there is something wrong with the pool, which is reported. */
    Optional<Pool> read(String name, Section pool) {
        return pool.record(
                Optional.empty(),
                () -> Optional.of(new Pool(
                        name,
                        backends.read(pool),
                        strategy(pool),
                        health(pool.section("health-check")),
                        timeouts(pool.section("timeouts")),
                        connections(pool.section("connections")),
                        retry(pool.section("retry")),
                        tls(pool.section("tls")),
                        pool.value("min-healthy", Values::integer),
                        pool.value("slow-start", Durations::parse),
                        pool.value("backend-header-on-response", Values::bool),
                        ejection(pool.section("ejection")))));
    }

    /** {@code strategy = round_robin}, or a block in which the options lie beside the name. */
    private StrategyChoice strategy(Section pool) {
        if (pool.node("strategy") instanceof Scalar scalar) {
            return pool.scalar(pool.pathOf("strategy"), scalar, name -> strategies.check(StrategyChoice.of(name)))
                    .orElse(StrategyChoice.DEFAULT);
        }
        Section block = pool.freeSection("strategy");
        return block.record(StrategyChoice.DEFAULT, () -> {
            Map<String, String> options = new LinkedHashMap<>(block.texts());
            options.remove("name");
            return strategies.check(new StrategyChoice(block.text("name"), options));
        });
    }

    private static HealthPolicy health(Section check) {
        Section expect = check.section("expect");
        return check.record(
                HealthPolicy.DEFAULT,
                () -> new HealthPolicy(
                        check.value("type", Values.choice(HealthType.class)),
                        check.text("path"),
                        check.value("interval", Durations::parse),
                        check.value("down-interval", Durations::parse),
                        check.value("timeout", Durations::parse),
                        check.value("healthy-threshold", Values::integer),
                        check.value("unhealthy-threshold", Values::integer),
                        expect.value("status", StatusRanges::parse),
                        expect.text("body"),
                        check.value("jitter", Values::share)));
    }

    private static Timeouts timeouts(Section timeouts) {
        return timeouts.record(
                Timeouts.DEFAULT,
                () -> new Timeouts(
                        timeouts.value("connect", Durations::parse),
                        timeouts.value("first-byte", Durations::parse),
                        timeouts.value("per-try", Durations::parse),
                        timeouts.value("idle", Durations::parse),
                        timeouts.value("request", Durations::parse),
                        timeouts.value("tunnel-idle", Durations::parse)));
    }

    private static Ejection ejection(Section ejection) {
        return ejection.record(
                Ejection.DEFAULT, () -> new Ejection(ejection.value("max-percent", Values::wholePercent)));
    }

    private static Connections connections(Section connections) {
        return connections.record(
                Connections.DEFAULT,
                () -> new Connections(
                        connections.value("max-idle-per-backend", Values::integer),
                        connections.value("idle", Durations::parse),
                        connections.value("max-per-backend", Values::integer)));
    }

    private static RetryPolicy retry(Section retry) {
        List<RetryCause> causes = retry.values("on", RetryCause::parse);
        Section budget = retry.section("budget");
        return retry.record(
                RetryPolicy.DEFAULT,
                () -> new RetryPolicy(
                        retry.value("attempts", Values::integer),
                        new LinkedHashSet<>(retry.values("methods", text -> text)),
                        causes.contains(RetryCause.CONNECT_FAILURE),
                        causes.contains(RetryCause.RESET),
                        causes.contains(RetryCause.TIMEOUT),
                        statuses(causes),
                        budget.value("percent", Values::percent),
                        budget.value("min-per-second", Values::integer)));
    }

    private static Set<Integer> statuses(List<RetryCause> causes) {
        return causes.stream()
                .flatMap(cause -> cause.status().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private UpstreamTls tls(Section tls) {
        return new UpstreamTls(
                tls.value(
                        "ca",
                        text -> text.isEmpty() ? "" : files.existing(base, text).toString()),
                tls.text("server-name"));
    }
}

package dev.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.config.ServerConfig;
import dev.fairlead.server.config.StrategyCheck;
import dev.fairlead.server.config.Surroundings;
import dev.fairlead.server.config.read.ConfigParser;
import dev.fairlead.server.demo.ExampleBackend;
import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.desired.Timeouts;
import dev.fairlead.server.live.FirstState;
import dev.fairlead.server.routing.RoutingTables;
import dev.fairlead.server.state.Change;
import dev.fairlead.server.state.ChangeSet;
import dev.fairlead.server.state.PoolEdit;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The promise of all promises: whatever changes while it runs, no request notices, and nothing is left behind. */
final class LiveChangesTest {

    private static final int CHANGES = 1000;
    private static final int CLIENTS = 4;
    private static final String POOL = "default";
    private static final List<String> STRATEGIES =
            List.of("round_robin", "weighted_round_robin", "random", "least_connections", "p2c");

    private final SplittableRandom random = new SplittableRandom(20_26);
    private final List<ExampleBackend> examples = new ArrayList<>();
    private final Set<RunningBackend> everSeen = new HashSet<>();
    private RoutingTables tables;
    private LoadBalancer balancer;
    private InetSocketAddress data;

    @BeforeEach
    void start() throws Exception {
        for (int i = 0; i < 5; i++) {
            examples.add(ExampleBackend.start("b" + i, 0));
        }
        String file = """
                lb {
                  listen = "127.0.0.1:0", control.listen = "127.0.0.1:0", admin.listen = "127.0.0.1:0"
                  pools.default { backends = [ "%s", "%s" ], connections.idle = 500ms }
                }
                """.formatted(examples.get(0).address(), examples.get(1).address());
        Surroundings surroundings = new Surroundings(Path.of("").toAbsolutePath(), null, Map.of());
        ConfigParser parser = new ConfigParser(surroundings, boot -> StrategyCheck.NONE);
        ServerConfig config = parser.parse(file.getBytes(StandardCharsets.UTF_8), "test.conf", null);
        Injector injector = Guice.createInjector(Main.strategyModule())
                .createChildInjector(Main.modules(config.boot(), parser, null));
        tables = injector.getInstance(RoutingTables.class);
        balancer = injector.getInstance(LoadBalancer.class);
        balancer.openForOperators(config.boot(), config.desired().frontend().listen(), "a token", PortSearch.EXACT);
        data = balancer.openForTraffic(FirstState.of(config.desired(), balancer.recover(false)), PortSearch.EXACT);
    }

    @AfterEach
    void stop() {
        balancer.close();
        examples.forEach(ExampleBackend::close);
    }

    @Test
    void thousandChangesUnderLoadFailNoRequest() throws Exception {
        changeAtRandom(50);
        ClientLoad warmUp = new ClientLoad(data, CLIENTS);
        warmUp.awaitMore(100);
        warmUp.stop();
        await("idle connections have gone", () -> openConnections() == 0);
        int threads = Thread.activeCount();
        long descriptors = descriptors();

        ClientLoad load = new ClientLoad(data, CLIENTS);
        load.awaitMore(100);
        changeAtRandom(CHANGES);
        load.awaitMore(100);
        load.stop();

        assertThat(load.failures()).isEmpty();
        assertThat(examples)
                .allSatisfy(example -> assertThat(example.journal().total())
                        .as("requests at " + example.name())
                        .isPositive());
        await("no request is in flight", () -> everSeen.stream().allMatch(backend -> backend.inFlight() == 0));
        await("idle connections have gone", () -> openConnections() == 0);
        await("descriptors are back", () -> descriptors() <= descriptors);
        await("threads are back", () -> Thread.activeCount() <= threads);
    }

    /** One after the other, as fast as they are acknowledged. The first backend is left alone: somebody has to serve. */
    private void changeAtRandom(int changes) throws Exception {
        for (int i = 0; i < changes; i++) {
            balancer.balancer()
                    .apply(ChangeSet.of("test", change()))
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            tables.current().pool(POOL).backends().forEach(view -> everSeen.add(view.running()));
        }
    }

    private Change change() {
        Backend one =
                Backend.at(examples.get(1 + random.nextInt(examples.size() - 1)).address());
        boolean present = tables.current().pool(POOL).policy().backend(one.id()).isPresent();
        if (!present) {
            return new Change.AddBackend(POOL, one.withWeight(1 + random.nextInt(9)));
        }
        return switch (random.nextInt(7)) {
            case 0, 1 -> new Change.RemoveBackend(POOL, one.id());
            case 2 -> new Change.SetWeight(POOL, one.id(), random.nextInt(10));
            case 3 -> new Change.SetAdminState(POOL, one.id(), AdminState.values()[random.nextInt(3)]);
            case 4 -> PoolEdit.strategy(POOL, StrategyChoice.of(STRATEGIES.get(random.nextInt(STRATEGIES.size()))));
            case 5 ->
                PoolEdit.health(POOL, HealthPolicy.DEFAULT.withTimeout(Duration.ofSeconds(1 + random.nextInt(5))));
            default ->
                PoolEdit.timeouts(POOL, Timeouts.DEFAULT.withFirstByte(Duration.ofSeconds(10 + random.nextInt(20))));
        };
    }

    private int openConnections() {
        return everSeen.stream()
                .mapToInt(backend -> backend.connections().open())
                .sum();
    }

    private static long descriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain until " + what).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}

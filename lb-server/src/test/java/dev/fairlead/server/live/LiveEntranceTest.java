package dev.fairlead.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.backend.RunningBackends;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.limit.Rate;
import dev.fairlead.server.desired.limit.RateKey;
import dev.fairlead.server.desired.limit.RateLimit;
import dev.fairlead.server.desired.route.Route;
import dev.fairlead.server.limit.LiveLimit;
import dev.fairlead.server.limit.RateLimiter;
import dev.fairlead.server.routing.Entrance;
import dev.fairlead.server.routing.LiveRoute;
import dev.fairlead.server.upstream.UpstreamResources;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

class LiveEntranceTest {

    private static final RateLimit FEW = new RateLimit("few", RateKey.CLIENT, Rate.parse("1/h"), 2, false);

    private final RateLimiter limiter = new RateLimiter(() -> 0, new SplittableRandom(1), 10);
    private XnioWorker worker;
    private LiveEntrance live;

    @BeforeEach
    void open() throws IOException {
        worker = Xnio.getInstance()
                .createWorker(OptionMap.create(Options.WORKER_IO_THREADS, 1, Options.THREAD_DAEMON, true));
        live = new LiveEntrance(limiter, new RunningBackends(new UpstreamResources(worker)), new SplittableRandom(1));
    }

    @AfterEach
    void close() {
        worker.shutdownNow();
    }

    private Entrance of(Frontend frontend) {
        return live.of(frontend, List.of());
    }

    private static Frontend with(Route... routes) {
        return Frontend.DEFAULT.withRoutes(List.of(routes));
    }

    private static Route route(String name, String pool, RateLimit... limits) {
        return Route.named(name, Map.of("pool", pool, "rateLimits", List.of(limits)));
    }

    @Test
    void asManyKeysAreRememberedAsTheSettingSays() {
        of(Frontend.DEFAULT.withLimits(Frontend.DEFAULT.limits().withRateKeys(7)));
        assertThat(limiter.keys()).isEqualTo(7);
        of(Frontend.DEFAULT);
        assertThat(limiter.keys()).isEqualTo(100_000);
    }

    @Test
    void whatKeepsItsNameKeepsItsCounts() {
        Entrance before = of(with(route("a", "x", FEW), route("b", "x")));
        Entrance after = of(with(route("c", "x"), route("a", "y", Schema.with(FEW, "burst", 3))));

        assertThat(after.routes()).extracting(LiveRoute::name).containsExactly("c", "a");
        assertThat(after.routes().get(1).counters())
                .isSameAs(before.routes().get(0).counters());
        assertThat(after.limits())
                .singleElement()
                .extracting(LiveLimit::settings)
                .isEqualTo(Schema.with(FEW, "burst", 3));
        assertThat(after.routes().get(0).counters())
                .isNotSameAs(before.routes().get(1).counters());
    }

    @Test
    void routesThatStayAreNotMadeAnew() {
        Entrance before = of(with(route("a", "x")));
        Entrance after =
                of(with(route("a", "x")).withLimits(Frontend.DEFAULT.limits().withBody(1)));

        assertThat(after.table()).isSameAs(before.table());
    }
}

package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.it.support.Await;
import dev.fairlead.it.support.LbProcess;
import dev.fairlead.it.support.LoadLoop;
import dev.fairlead.it.support.RawBackend;
import dev.fairlead.it.support.RawHead;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one client asks for must not cost the others their backends; a backend that is ill must not stay for long. */
class BadPathIT {

    private static final Logger log = LoggerFactory.getLogger(BadPathIT.class);
    private static final int BACKENDS = 10;
    private static final int RATE = 200;

    /** Of so many requests one is for the path on which backends hang up: five a second. */
    private static final int ONE_IN = 40;

    private static final Duration SHORTER = Duration.ofSeconds(5);
    private static final Duration SHORT = Duration.ofSeconds(8);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final Pattern TRANSITION = Pattern.compile("event=(up|down|suspect|ejected) ");

    private final List<RawBackend> backends = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (RawBackend backend : backends) {
            backend.close();
        }
    }

    @Test
    void nobodyLeavesForAPathOnWhichEveryBackendHangsUp() throws IOException {
        hangUpOnOnePath("", SHORTER);
    }

    @Test
    void nobodyLeavesForItWithoutProbesEither() throws IOException {
        hangUpOnOnePath("health-check.type = none", SHORTER);
    }

    @Test
    @Tag("stress")
    void nobodyLeavesForItWithinAMinute() throws IOException {
        hangUpOnOnePath("", LONG);
    }

    @Test
    @Tag("stress")
    void nobodyLeavesForItWithinAMinuteWithoutProbes() throws IOException {
        hangUpOnOnePath("health-check.type = none", LONG);
    }

    @Test
    void oneThatResetsEverythingLeavesThoughItAnswersItsProbes() throws IOException {
        oneIsIll("", SHORT);
    }

    @Test
    @Tag("stress")
    void oneThatResetsEverythingLeavesWithoutProbesToo() throws IOException {
        oneIsIll("health-check.type = none", SHORT);
    }

    @Test
    @Tag("stress")
    void oneThatResetsEverythingIsOutForMostOfAMinute() throws IOException {
        oneIsIll("", LONG);
    }

    private void hangUpOnOnePath(String settings, Duration duration) throws IOException {
        for (int i = 0; i < BACKENDS; i++) {
            backends.add(RawBackend.start(BadPathIT::hangUpOnBad));
        }
        try (LbProcess lb = started(settings);
                LoadLoop load = LoadLoop.gets(lb.data(), number -> number % ONE_IN == 7 ? "/bad" : "/", 8, RATE)) {
            Observed seen = observe(lb, duration);
            load.stop();

            log.info("bad path, {}, {}: {}, {}", settings, duration, seen, load.statuses());
            assertThat(seen.fewest).as(seen + "\n" + lb.said()).isGreaterThanOrEqualTo(BACKENDS / 2);
            assertThat(seen.greatestShare).as(seen + "\n" + lb.said()).isLessThanOrEqualTo(2);
            assertThat(seen.transitions).as(lb.said()).isLessThan((int) duration.toSeconds());
            assertThat(load.count(200)).as(load + "\n" + lb.said()).isGreaterThan(30 * load.count(502));
        }
    }

    private void oneIsIll(String settings, Duration duration) throws IOException {
        for (int i = 0; i < BACKENDS - 1; i++) {
            backends.add(RawBackend.start(BadPathIT::hangUpOnBad));
        }
        RawBackend ill = RawBackend.start((conversation, request) -> conversation.close());
        backends.add(ill);
        try (LbProcess lb = started(settings);
                LoadLoop load = LoadLoop.gets(lb.data(), number -> number % ONE_IN == 7 ? "/bad" : "/", 8, RATE)) {
            long began = System.nanoTime();
            Await.until("it is out", Duration.ofSeconds(20), () -> inRotation(lb) < BACKENDS, lb::said);
            Duration out = Duration.ofNanos(System.nanoTime() - began);
            Observed seen = observe(lb, duration);
            load.stop();

            log.info(
                    "one is ill, {}, {}: out after {} ms and {} requests there in all, {}, {}",
                    settings,
                    duration,
                    out.toMillis(),
                    ill.requests().size(),
                    seen,
                    load.statuses());
            assertThat(lb.said()).contains("backend=" + ill.address() + " event=ejected");
            // It comes back in steps that double, each time for a handful of requests.
            assertThat(ill.requests().size()).as(lb.said()).isLessThan((int) load.count(200) / BACKENDS / 3);
            assertThat(seen.fewest).as(seen + "\n" + lb.said()).isGreaterThanOrEqualTo(BACKENDS / 2);
            assertThat(seen.transitions).as(lb.said()).isLessThan((int) duration.toSeconds());
        }
    }

    private static void hangUpOnBad(RawBackend.Conversation conversation, RawHead request) throws IOException {
        if (request.target().equals("/bad")) {
            conversation.close();
        } else {
            conversation.send(OK);
        }
    }

    private LbProcess started(String settings) {
        LbProcess lb = LbProcess.over(backends.stream().map(RawBackend::address).toList(), settings);
        lb.awaitHealthy(BACKENDS);
        return lb;
    }

    private static int inRotation(LbProcess lb) throws IOException {
        return lb.page("/lb-health").getInt("healthy_backends");
    }

    private Observed observe(LbProcess lb, Duration duration) throws IOException {
        Observed seen = new Observed();
        int before = transitions(lb);
        Map<RawBackend, Integer> counts = counts();
        long end = System.nanoTime() + duration.toNanos();
        for (long second = System.nanoTime(); System.nanoTime() < end; ) {
            seen.fewest = Math.min(seen.fewest, inRotation(lb));
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            if (System.nanoTime() - second > Duration.ofSeconds(1).toNanos()) {
                second = System.nanoTime();
                Map<RawBackend, Integer> now = counts();
                seen.share(counts, now);
                counts = now;
            }
        }
        seen.transitions = transitions(lb) - before;
        return seen;
    }

    private Map<RawBackend, Integer> counts() {
        Map<RawBackend, Integer> counts = new HashMap<>();
        backends.forEach(backend -> counts.put(backend, backend.requests().size()));
        return counts;
    }

    private static int transitions(LbProcess lb) {
        return (int) TRANSITION.matcher(lb.said()).results().count();
    }

    /** The worst of what was seen. */
    private static final class Observed {
        private int fewest = BACKENDS;
        private double greatestShare;
        private int transitions;

        /** As a multiple of what each would get; a second in which the machine did little says nothing. */
        void share(Map<RawBackend, Integer> before, Map<RawBackend, Integer> now) {
            int all = now.keySet().stream()
                    .mapToInt(each -> now.get(each) - before.get(each))
                    .sum();
            if (all >= RATE / 2) {
                now.forEach((each, count) ->
                        greatestShare = Math.max(greatestShare, (double) (count - before.get(each)) * BACKENDS / all));
            }
        }

        @Override
        public String toString() {
            return "fewest in rotation " + fewest + ", greatest share " + Math.round(greatestShare * 100) / 100.0
                    + " of its own, transitions " + transitions;
        }
    }
}

package dev.fairlead.server.routing.sticky;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Sticky;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A request whose session is known, or that has none, costs no memory here, as the JVM counts it. */
class StickyAllocationTest {
    private static final int TIMES = 20_000;
    private static final Standings ALL_SERVE = place -> Standing.SERVING;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final StickySessions server = new StickySessions(
            1, new StickySecrets(List.of("a-secret-for-all-the-tests")), () -> 1_800_000_000L, new SplittableRandom(1));
    private final List<Backend> backends = List.of(
            Backend.at("10.0.0.1:80").withId("b1"), Backend.at("10.0.0.2:80").withId("b2"));

    private PoolSessions sessions(Sticky sticky) {
        return requireNonNull(server.forPool("web", sticky, backends, null));
    }

    private void assertFree(PoolSessions sessions, List<String> headers, StickyResult expected) {
        assertThat(sessions.choose(0, headers, ALL_SERVE).result()).isEqualTo(expected);
        long fewest = Long.MAX_VALUE;
        for (int round = 0; round < 6; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < TIMES; i++) {
                Session session = sessions.choose(0, headers, ALL_SERVE);
                if (session.isPinned() && sessions.answer(0, session, session.backend(), true) != null) {
                    throw new AssertionError("a good value is not replaced");
                }
            }
            fewest = Math.min(fewest, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(fewest / TIMES).isZero();
    }

    @Test
    void aKnownCookieCostsNoMemory() {
        PoolSessions sessions = sessions(Sticky.DEFAULT.withBy(Sticky.By.COOKIE));
        String setCookie = requireNonNull(sessions.answer(0, sessions.choose(0, List.of(), ALL_SERVE), "b2", true));
        List<String> headers = List.of("theme=dark; " + setCookie.substring(0, setCookie.indexOf(';')));

        assertFree(sessions, headers, StickyResult.KEPT);
        assertFree(sessions, List.of("theme=dark"), StickyResult.NEW);
        assertFree(sessions, List.of("lb-web=forged"), StickyResult.FORGED);
    }

    @Test
    void aLearnedCookieCostsNoMemory() {
        PoolSessions sessions = sessions(Sticky.DEFAULT.withName("SID").withBy(Sticky.By.APP_COOKIE));
        sessions.learn(sessions.choose(0, List.of(), ALL_SERVE), List.of(), "b2", "SID=abc; Path=/");

        assertFree(sessions, List.of("a=1; SID=abc"), StickyResult.KEPT);
        assertFree(sessions, List.of("a=1; SID=abd"), StickyResult.UNLEARNED);
    }
}

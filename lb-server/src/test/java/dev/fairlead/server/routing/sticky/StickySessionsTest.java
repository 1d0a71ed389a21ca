package dev.fairlead.server.routing.sticky;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Sticky;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StickySessionsTest {
    private static final Sticky COOKIE = Sticky.DEFAULT.withBy(Sticky.By.COOKIE);
    private static final Sticky HEADER = Sticky.DEFAULT.withName("X-Session").withBy(Sticky.By.HEADER);
    private static final Sticky APP = Sticky.DEFAULT.withName("SID").withBy(Sticky.By.APP_COOKIE);
    private static final Standings ALL_SERVE = place -> Standing.SERVING;

    private final AtomicLong now = new AtomicLong(1_800_000_000L);
    private final StickySessions server = server("a-secret-for-all-the-tests");

    @TempDir
    Path folder;

    private StickySessions server(String... secrets) {
        return new StickySessions(2, new StickySecrets(List.of(secrets)), now::get, new SplittableRandom(1));
    }

    private static List<Backend> backends(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> Backend.at("10.0.0." + i + ":80").withId("b" + i))
                .toList();
    }

    private static PoolSessions web(StickySessions server, Sticky sticky, List<Backend> backends) {
        return requireNonNull(server.forPool("web", sticky, backends, null));
    }

    private static Session choose(PoolSessions sessions, String... headers) {
        return sessions.choose(0, List.of(headers), ALL_SERVE);
    }

    /** Where a client is sent that sends back what a backend's answer told it. */
    private static String carried(PoolSessions sessions, String backend) {
        return carried(requireNonNull(sessions.answer(0, choose(sessions), backend, false)));
    }

    private static String carried(String setCookie) {
        return setCookie.substring(0, setCookie.indexOf(';'));
    }

    @Test
    void withoutStickinessThereAreNoSessions() {
        assertThat(server.forPool("web", Sticky.DEFAULT, backends(3), web(server, COOKIE, backends(3))))
                .isNull();
    }

    @Test
    void aThousandSessionsStayThroughWhateverHappens() throws IOException {
        Path secrets = Files.writeString(folder.resolve("secrets"), "kept-in-a-file-for-both\n");
        StickySessions first = new StickySessions(2, StickySecrets.load(secrets), now::get, new SplittableRandom(1));
        PoolSessions before = web(first, COOKIE, backends(10));
        List<String> clients = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            clients.add(carried(before, "b" + (1 + i % 10)));
        }

        List<Backend> heavier =
                backends(10).stream().map(backend -> backend.withWeight(7)).toList();
        PoolSessions weighed = requireNonNull(first.forPool("web", COOKIE, heavier, before));
        assertThat(weighed).isSameAs(before);
        List<Backend> shuffled = new ArrayList<>(backends(11));
        Collections.shuffle(shuffled, new Random(5));
        PoolSessions grown = requireNonNull(first.forPool("web", COOKIE, shuffled, before));
        StickySessions second = new StickySessions(1, StickySecrets.load(secrets), now::get, new SplittableRandom(2));
        PoolSessions elsewhere = web(second, COOKIE, shuffled);

        for (PoolSessions sessions : List.of(weighed, grown, elsewhere)) {
            for (int i = 0; i < 1000; i++) {
                Session session = choose(sessions, clients.get(i));
                assertThat(session.isPinned()).isTrue();
                assertThat(session.backend()).isEqualTo("b" + (1 + i % 10));
                assertThat(sessions.idAt(session.place())).isEqualTo(session.backend());
                assertThat(sessions.answer(0, session, session.backend(), false))
                        .isNull();
            }
        }
        assertThat(first.counters().total(StickyResult.KEPT)).isEqualTo(2000);
        assertThat(second.counters().total(StickyResult.KEPT)).isEqualTo(1000);
    }

    @Test
    void removalMovesThoseWhoWereThereAndNobodyElse() {
        PoolSessions before = web(server, COOKIE, backends(10));
        List<Backend> fewer = backends(10).stream()
                .filter(backend -> !backend.id().equals("b4"))
                .toList();
        PoolSessions after = web(server, COOKIE, fewer);
        for (int i = 1; i <= 10; i++) {
            Session session = choose(after, carried(before, "b" + i));
            if (i == 4) {
                assertThat(session.result()).isEqualTo(StickyResult.MOVED_REMOVED);
                assertThat(session.sentence()).contains("no longer there");
                String moved = carried(requireNonNull(after.answer(0, session, "b7", false)));
                assertThat(choose(after, moved).backend()).isEqualTo("b7");
            } else {
                assertThat(session.backend()).isEqualTo("b" + i);
                assertThat(session.isPinned()).isTrue();
            }
        }
    }

    @Test
    void twoPoolsCookiesDoNotMeet() {
        PoolSessions api = requireNonNull(server.forPool("api", COOKIE.withName("lb-web"), backends(3), null));
        PoolSessions web = web(server, COOKIE, backends(3));

        assertThat(choose(web, carried(api, "b1")).result()).isEqualTo(StickyResult.FORGED);
        assertThat(choose(api, carried(web, "b1")).result()).isEqualTo(StickyResult.FORGED);
    }

    @Test
    void anExpiredCookieIsWorthNothing() {
        PoolSessions sessions = web(server, COOKIE.withTtl(Duration.ofMinutes(10)), backends(3));
        String client = carried(sessions, "b2");

        now.addAndGet(599);
        assertThat(choose(sessions, client).isPinned()).isTrue();
        now.addAndGet(1);
        Session session = choose(sessions, client);
        assertThat(session.result()).isEqualTo(StickyResult.EXPIRED);
        assertThat(sessions.answer(0, session, "b1", false)).contains("; Max-Age=600;");
    }

    @Test
    void aSessionIsRenewedAfterHalfOfItsTimeByItsOwnBackend() {
        PoolSessions sessions = web(server, COOKIE.withTtl(Duration.ofMinutes(10)), backends(3));
        String client = carried(sessions, "b2");

        now.addAndGet(299);
        assertThat(sessions.answer(0, choose(sessions, client), "b2", false)).isNull();
        now.addAndGet(1);
        Session worn = choose(sessions, client);
        assertThat(sessions.answer(0, worn, "b1", false))
                .as("one failed attempt moves none")
                .isNull();
        String renewed = carried(requireNonNull(sessions.answer(0, worn, "b2", false)));
        now.addAndGet(400);
        assertThat(choose(sessions, client).result()).isEqualTo(StickyResult.EXPIRED);
        assertThat(choose(sessions, renewed).backend()).isEqualTo("b2");
    }

    @Test
    void anotherTtlRewritesTheValuesOfTheFormerOne() {
        PoolSessions endless = web(server, COOKIE, backends(3));
        PoolSessions hour = web(server, COOKIE.withTtl(Duration.ofHours(1)), backends(3));
        PoolSessions day = web(server, COOKIE.withTtl(Duration.ofDays(1)), backends(3));

        assertThat(choose(hour, carried(endless, "b1")).renewed()).isTrue();
        assertThat(choose(endless, carried(hour, "b1")).renewed()).isTrue();
        assertThat(choose(hour, carried(day, "b1")).renewed()).isTrue();
        assertThat(choose(hour, carried(day, "b1")).isPinned()).isTrue();
        assertThat(choose(hour, carried(hour, "b1")).renewed()).isFalse();
    }

    @Test
    void aRotatedSecretKeepsSessionsAndSignsThemAnew() {
        List<Backend> three = backends(3);
        StickySessions rotating = server("the-old-secret-of-ours");
        PoolSessions before = web(rotating, COOKIE, three);
        String client = carried(before, "b3");

        assertThat(rotating.secrets(new StickySecrets(List.of("the-old-secret-of-ours"))))
                .isFalse();
        assertThat(rotating.secrets(new StickySecrets(List.of("the-new-secret-of-ours", "the-old-secret-of-ours"))))
                .isTrue();
        PoolSessions after = requireNonNull(rotating.forPool("web", COOKIE, three, before));
        assertThat(after).isNotSameAs(before);
        Session session = choose(after, client);
        assertThat(session.backend()).isEqualTo("b3");
        String signedAnew = carried(requireNonNull(after.answer(0, session, "b3", false)));
        assertThat(after.answer(0, choose(after, signedAnew), "b3", false)).isNull();

        rotating.secrets(new StickySecrets(List.of("the-new-secret-of-ours")));
        PoolSessions last = requireNonNull(rotating.forPool("web", COOKIE, three, after));
        assertThat(choose(last, signedAnew).backend()).isEqualTo("b3");
        assertThat(choose(last, client).result()).isEqualTo(StickyResult.FORGED);
    }

    @ParameterizedTest
    @CsvSource({
        "SERVING, KEPT, KEPT",
        "KEEPING, KEPT, KEPT",
        "UNKNOWN, KEPT, KEPT",
        "SUSPECT, AWAY, KEPT",
        "EJECTED, MOVED_EJECTED, KEPT",
        "MAINTENANCE, MOVED_MAINTENANCE, REFUSED",
        "DOWN, MOVED_DOWN, REFUSED",
        "REMOVED, MOVED_REMOVED, REFUSED",
    })
    void aSessionGoesByHowItsBackendStands(Standing standing, StickyResult rebalance, StickyResult refuse) {
        for (Sticky.WhenGone whenGone : Sticky.WhenGone.values()) {
            PoolSessions sessions = web(server, COOKIE.withWhenGone(whenGone), backends(3));
            String client = carried(sessions, "b2");
            Session session = sessions.choose(1, List.of(client), place -> place == 1 ? standing : Standing.SERVING);
            StickyResult expected = whenGone == Sticky.WhenGone.REFUSE ? refuse : rebalance;

            assertThat(session.result()).isEqualTo(expected);
            assertThat(session.isPinned()).isEqualTo(expected == StickyResult.KEPT);
            assertThat(session.isRefused()).isEqualTo(expected == StickyResult.REFUSED);
            assertThat(session.sentence()).contains("b2");
            boolean moves = expected.name().startsWith("MOVED");
            assertThat(sessions.answer(1, session, "b1", false) != null).isEqualTo(moves);
            assertThat(sessions.answer(1, session, "b2", false) != null).isEqualTo(moves);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyResultHasItsSentence(StickyResult result) {
        assertThat(Session.none(result).sentence()).isNotBlank();
        assertThat(result.code()).matches("[a-z_]+");
    }

    @Test
    void theCookieSaysWhatTheOperatorWants() {
        Sticky all = COOKIE.withTtl(Duration.ofMillis(1500))
                .withName("where")
                .withPath("/shop")
                .withDomain("example.com")
                .withSecure(Sticky.Secure.ON)
                .withSameSite(Sticky.SameSite.STRICT);

        assertThat(setCookie(all, false))
                .matches("where=[A-Za-z0-9_-]{44}; Path=/shop; Domain=example.com; Max-Age=2; HttpOnly;"
                        + " SameSite=Strict; Secure");
        assertThat(setCookie(COOKIE, false)).matches("lb-web=[A-Za-z0-9_-]{36}; Path=/; HttpOnly; SameSite=Lax");
        assertThat(setCookie(COOKIE, true)).endsWith("; SameSite=Lax; Secure");
        assertThat(setCookie(COOKIE.withSecure(Sticky.Secure.OFF), true)).endsWith("; SameSite=Lax");
    }

    private @Nullable String setCookie(Sticky sticky, boolean tls) {
        PoolSessions sessions = web(server, sticky, backends(1));
        assertThat(sessions.responseHeader()).isEqualTo("Set-Cookie");
        assertThat(sessions.requestHeader()).isEqualTo("Cookie");
        return sessions.answer(0, choose(sessions), "b1", tls);
    }

    @Test
    void aHeaderCarriesTheSameValue() {
        PoolSessions sessions = web(server, HEADER, backends(3));
        String value = requireNonNull(sessions.answer(0, choose(sessions), "b2", true));

        assertThat(value).matches("[A-Za-z0-9_-]{36}");
        assertThat(sessions.requestHeader()).isEqualTo("X-Session");
        assertThat(sessions.responseHeader()).isEqualTo("X-Session");
        assertThat(choose(sessions, " " + value + "\t").backend()).isEqualTo("b2");
        assertThat(choose(sessions, value + ";").result()).isEqualTo(StickyResult.FORGED);
        assertThat(choose(sessions, "X-Session=" + value).result()).isEqualTo(StickyResult.FORGED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ";", "; ;", "a=b", "lb-web", "lb-webx=1", "xlb-web=1", "LB-WEB=1", "a=lb-web=1", "=lb-web"})
    void whoCarriesNoSessionIsNew(String header) {
        PoolSessions sessions = web(server, COOKIE, backends(3));

        assertThat(choose(sessions, header).result()).isEqualTo(StickyResult.NEW);
        assertThat(choose(sessions).result()).isEqualTo(StickyResult.NEW);
        assertThat(server.counters().total(StickyResult.NEW)).isEqualTo(2);
    }

    /** Browsers send two of the same name if a path or domain was changed; ours replaces only one of them. */
    @Test
    void ofSeveralValuesTheFirstThatLeadsToABackendCounts() {
        PoolSessions sessions = web(server, COOKIE, backends(3));
        String one = carried(sessions, "b1");
        String two = carried(sessions, "b2");
        String gone = carried(web(server, COOKIE, backends(9)), "b9");

        assertThat(choose(sessions, "a=1;" + one + " ; " + two).backend()).isEqualTo("b1");
        assertThat(choose(sessions, two, one).backend()).isEqualTo("b2");
        assertThat(choose(sessions, "lb-web=forged; " + gone + "; " + two).backend())
                .isEqualTo("b2");
        assertThat(choose(sessions, "lb-web=forged; " + gone).result()).isEqualTo(StickyResult.MOVED_REMOVED);
        assertThat(choose(sessions, "lb-web=x; lb-web=x; lb-web=x; lb-web=x; " + two)
                        .result())
                .as("a long header buys no work")
                .isEqualTo(StickyResult.FORGED);
    }

    @Test
    void anOperatorMayAskWithoutBeingCounted() {
        PoolSessions sessions = web(server, COOKIE.withTtl(Duration.ofHours(1)), backends(3));
        String client = carried(sessions, "b2");
        long counted = total();

        assertThat(sessions.explain(List.of(client), ALL_SERVE).backend()).isEqualTo("b2");
        assertThat(sessions.show(client.substring("lb-web=".length())))
                .contains(new SessionDetails("web", "b2", now.get() + 3600, false));
        assertThat(sessions.show("x")).isEmpty();
        assertThat(total()).isEqualTo(counted);
    }

    private long total() {
        return EnumSet.allOf(StickyResult.class).stream()
                .mapToLong(server.counters()::total)
                .sum();
    }

    @Test
    void theApplicationsCookieIsLearnedFromAnswersAlone() {
        PoolSessions sessions = web(server, APP, backends(3));
        Session unknown = choose(sessions, "SID=abc");
        assertThat(unknown.result()).isEqualTo(StickyResult.UNLEARNED);
        assertThat(sessions.learns()).isTrue();
        assertThat(sessions.answer(0, unknown, "b2", false)).isNull();

        sessions.learn(unknown, List.of("SID=abc"), "b2", "other=x");
        assertThat(choose(sessions, "SID=abc").isPinned()).isFalse();
        sessions.learn(unknown, List.of("SID=abc"), "b2", "SID=\"abc\"; Path=/; HttpOnly");

        assertThat(choose(sessions, "SID=abc").backend()).isEqualTo("b2");
        assertThat(choose(sessions, "x=1; SID=\"abc\"").backend()).isEqualTo("b2");
        assertThat(sessions.show("abc")).contains(new SessionDetails("web", "b2", 0, false));
        assertThat(choose(requireNonNull(server.forPool("api", APP, backends(3), null)), "SID=abc")
                        .isPinned())
                .as("two pools' cookies do not meet")
                .isFalse();
        PoolSessions grown = requireNonNull(server.forPool("web", APP, backends(9), sessions));
        assertThat(choose(grown, "SID=abc").backend()).isEqualTo("b2");
        assertThat(choose(web(server("after-a-restart-it-is-lost"), APP, backends(3)), "SID=abc")
                        .isPinned())
                .isFalse();
    }

    @Test
    void aClearedCookieIsForgotten() {
        PoolSessions sessions = web(server, APP, backends(3));
        sessions.learn(choose(sessions), List.of(), "b2", "SID=abc");
        Session session = choose(sessions, "SID=abc");

        sessions.learn(session, List.of("a=1; SID=abc"), "b2", "SID=; Max-Age=0");

        assertThat(choose(sessions, "SID=abc").isPinned()).isFalse();
    }

    @Test
    void anotherBackendThatRepeatsACookieMovesNoSessionAfterOneFailedAttempt() {
        PoolSessions sessions = web(server, APP, backends(3));
        sessions.learn(choose(sessions), List.of(), "b2", "SID=abc");
        Session kept = choose(sessions, "SID=abc");

        sessions.learn(kept, List.of("SID=abc"), "b3", "SID=abc");
        assertThat(choose(sessions, "SID=abc").backend()).isEqualTo("b2");

        Session moved = sessions.choose(0, List.of("SID=abc"), place -> place == 1 ? Standing.DOWN : Standing.SERVING);
        assertThat(moved.result()).isEqualTo(StickyResult.MOVED_DOWN);
        sessions.learn(moved, List.of("SID=abc"), "b3", "SID=abc");
        assertThat(choose(sessions, "SID=abc").backend()).isEqualTo("b3");

        sessions.learn(kept, List.of("SID=abc"), "b1", "SID=fresh");
        assertThat(choose(sessions, "SID=fresh").backend()).isEqualTo("b1");
    }

    @Test
    void aLearnedSessionMovesThoughTheApplicationSetsItsCookieOnce() {
        PoolSessions sessions = web(server, APP, backends(3));
        sessions.learn(choose(sessions), List.of(), "b2", "SID=abc");
        Standings secondIsDown = place -> place == 1 ? Standing.DOWN : Standing.SERVING;
        List<String> headers = List.of("SID=abc");

        Session moved = sessions.choose(0, headers, secondIsDown);
        assertThat(sessions.answered(0, moved, headers, "b3", false)).isNull();

        assertThat(sessions.choose(0, headers, secondIsDown).backend()).isEqualTo("b3");
        Session suspect = sessions.choose(0, headers, place -> place == 2 ? Standing.SUSPECT : Standing.SERVING);
        sessions.answered(0, suspect, headers, "b1", false);
        assertThat(choose(sessions, "SID=abc").backend())
                .as("one failed attempt moves none")
                .isEqualTo("b3");

        Session unlearned = choose(sessions, "SID=stranger");
        sessions.answered(0, unlearned, List.of("SID=stranger"), "b1", false);
        assertThat(choose(sessions, "SID=stranger").result())
                .as("a client cannot say where its session is")
                .isEqualTo(StickyResult.UNLEARNED);
    }

    @Test
    void lanesDoNotDisturbEachOther() throws InterruptedException {
        PoolSessions sessions = web(server, COOKIE.withTtl(Duration.ofHours(1)), backends(10));
        AtomicLong wrong = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int lane = 0; lane < 2; lane++) {
            int number = lane;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 5_000; i++) {
                    String backend = "b" + (1 + (i + number) % 10);
                    Session none = sessions.choose(number, List.of(), ALL_SERVE);
                    List<String> headers = List.of(
                            carried(requireNonNull(sessions.answered(number, none, List.of(), backend, false))));
                    if (!sessions.choose(number, headers, ALL_SERVE).backend().equals(backend)
                            || !sessions.explain(headers, ALL_SERVE).backend().equals(backend)) {
                        wrong.incrementAndGet();
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(wrong.get()).isZero();
        assertThat(server.counters().total(StickyResult.KEPT)).isEqualTo(10_000);
    }

    @Test
    void allOfTenThousandBackendsAreFoundUnderEverySecret() {
        StickySessions two = server("first-secret-of-two-of-them", "other-secret-of-two-of-them");
        StickySessions old = server("other-secret-of-two-of-them");
        List<Backend> many = IntStream.range(0, 10_000)
                .mapToObj(i -> Backend.at("10.0." + i / 250 + "." + i % 250 + ":80"))
                .toList();
        PoolSessions sessions = web(two, COOKIE, many);
        PoolSessions former = web(old, COOKIE, many);
        for (int i = 0; i < many.size(); i += 7) {
            for (PoolSessions signer : Arrays.asList(sessions, former)) {
                assertThat(choose(sessions, carried(signer, many.get(i).id())).place())
                        .isEqualTo(i);
            }
        }
    }
}

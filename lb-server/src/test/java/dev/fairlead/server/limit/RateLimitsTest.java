package dev.fairlead.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.limit.Rate;
import dev.fairlead.server.desired.limit.RateKey;
import dev.fairlead.server.desired.limit.RateLimit;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitsTest {

    private static final long SECOND = 1_000_000_000;
    private static final Asking ANYBODY = Asking.from("192.0.2.1");

    private long now;
    private RateLimiter limiter = new RateLimiter(() -> now, new Random(1), 1_000);

    private static RateLimit limit(String name, String key, String rate, int burst) {
        return new RateLimit(name, RateKey.parse(key), Rate.parse(rate), burst, false);
    }

    private RateLimits limits(RateLimit... settings) {
        return limiter.none(RateScope.SERVER).with(List.of(settings));
    }

    private boolean admits(RateLimits limits, RequestKeys request) {
        return limits.check(request, now).admitted();
    }

    private int admitted(RateLimits limits, RequestKeys request, int count) {
        int admitted = 0;
        for (int i = 0; i < count; i++) {
            admitted += admits(limits, request) ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void withoutLimitsEverybodyIsLetIn() {
        assertThat(limits().isEmpty()).isTrue();
        assertThat(admitted(limits(), ANYBODY, 100)).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({
        "100/s, 1, 60, 6000",
        "100/s, 200, 60, 6199",
        "7/s, 1, 60, 420",
        "1/m, 0, 60, 1",
        "1/m, 1, 600, 10",
        "90/m, 0, 60, 91",
        "1/h, 5, 3600, 5",
        "1000/s, 1000, 60, 60999"
    })
    void letsInTheBurstAndThenTheRateAndNeverMore(String rate, int burst, int seconds, int most) {
        RateLimits limits = limits(limit("a", "client", rate, burst));
        int admitted = 0;
        for (long end = seconds * SECOND; now < end; now += 500_000) {
            admitted += admitted(limits, ANYBODY, 2);
        }
        assertThat(admitted).isLessThanOrEqualTo(most).isGreaterThanOrEqualTo((int) (most * 0.99));
    }

    /** Each comes seven times a minute, at times of its own, and is let in once. */
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100_000})
    void isExactForEachOfManyKeys(int keys) {
        limiter = new RateLimiter(() -> now, new Random(1), 100_000);
        RateLimits limits = limits(limit("a", "client", "1/m", 0));
        int admitted = 0;
        for (int round = 0; round < 7; round++) {
            for (int key = 0; key < keys; key++) {
                now = round * 8L * SECOND + key * 10_000L;
                admitted += admitted(limits, Asking.numbered(key), 1);
            }
        }
        assertThat(admitted).isEqualTo(keys);
        now = 61 * SECOND;
        assertThat(limiter.keysInUse()).isLessThanOrEqualTo(keys);
        assertThat(limits.limits().get(0).shared()).isZero();
        assertThat(limits.limits().get(0).refused()).isEqualTo(6L * keys);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 5, Long.MIN_VALUE, -3})
    void theClockMayStartAnywhereWrapStandStillAndGoBack(long start) {
        now = start;
        limiter = new RateLimiter(() -> now, new Random(1), 10);
        RateLimits limits = limits(limit("a", "client", "1/s", 2));
        assertThat(admitted(limits, ANYBODY, 1_000)).isEqualTo(2);
        now -= 10 * SECOND;
        assertThat(admitted(limits, ANYBODY, 1_000)).isZero();
        now += 11 * SECOND;
        assertThat(admitted(limits, ANYBODY, 1_000)).isEqualTo(1);
        now += 200L * 365 * 24 * 3600 * SECOND;
        assertThat(admitted(limits, ANYBODY, 1_000)).isEqualTo(2);
    }

    @Test
    void aRefusalSaysWhenToComeBack() {
        RateLimits limits = limits(limit("per-client", "client", "3/m", 2));
        admitted(limits, ANYBODY, 2);
        now = 1;
        RateVerdict verdict = limits.check(ANYBODY, now);
        assertThat(verdict).isEqualTo(new RateVerdict(RateScope.SERVER, "per-client", 20, 0, 3, 60));
        assertThat(verdict.retryAfterField()).isEqualTo("20");
        assertThat(verdict.rateLimitField()).isEqualTo("\"per-client\";r=0;t=20");
        assertThat(verdict.rateLimitPolicyField()).isEqualTo("\"per-client\";q=3;w=60");
        now = 20 * SECOND - 1;
        assertThat(limits.check(ANYBODY, now).retryAfter()).isEqualTo(1);
        now = 20 * SECOND + 20;
        assertThat(admitted(limits, ANYBODY, 2)).isEqualTo(1);
    }

    @Test
    void whatOneLimitRefusesCostsTheOthersNothing() {
        RateLimits limits = limits(limit("wide", "all", "1/h", 100), limit("narrow", "client", "1/h", 10));
        assertThat(admitted(limits, ANYBODY, 1_000)).isEqualTo(10);
        assertThat(limits.check(ANYBODY, now).limit()).isEqualTo("narrow");
        assertThat(limits.standings(ANYBODY).get(0).remaining()).isEqualTo(90);
        for (int client = 0; client < 9; client++) {
            assertThat(admitted(limits, Asking.numbered(client), 1_000)).isEqualTo(10);
        }
        assertThat(limits.check(Asking.numbered(99), now).limit()).isEqualTo("wide");
        assertThat(limits.standings(Asking.numbered(99)).get(1).remaining()).isEqualTo(10);
    }

    @Test
    void aDryRunOnlyCounts() {
        RateLimits limits =
                limits(limit("dry", "client", "1/h", 3).withDryRun(true), limit("hard", "client", "1/h", 10));
        assertThat(admitted(limits, ANYBODY, 20)).isEqualTo(10);
        LiveLimit dry = limits.limits().get(0);
        assertThat(dry.wouldHaveRefused()).isEqualTo(7);
        assertThat(dry.refused()).isZero();
        assertThat(dry.busiest()).containsExactly(new HeldBack("192.0.2.1", 7, 3600));
        assertThat(limits.limits().get(1).refused()).isEqualTo(10);
    }

    @Test
    void ipv6ClientsCountByTheirNetworkAndMappedOnesByTheirIpv4Address() {
        RateLimits limits = limits(limit("a", "client", "1/h", 2));
        assertThat(admitted(limits, Asking.from("2001:db8:1:2:0:0:0:1"), 1)).isEqualTo(1);
        assertThat(admitted(limits, Asking.from("2001:db8:1:2:ffff::9"), 3)).isEqualTo(1);
        assertThat(admitted(limits, Asking.from("2001:db8:1:3::1"), 3)).isEqualTo(2);
        assertThat(admitted(limits, Asking.from("192.0.2.7"), 1)).isEqualTo(1);
        assertThat(admitted(limits, Asking.from("::ffff:192.0.2.7"), 3)).isEqualTo(1);
        assertThat(admitted(limits, Asking.from("::ffff:192.0.2.8"), 3)).isEqualTo(2);
        assertThat(admitted(limits, Asking.from("::c000:207"), 3)).isEqualTo(2);
        assertThat(limits.limits().get(0).busiest())
                .extracting(HeldBack::key)
                .contains("2001:db8:1:2::/64", "2001:db8:1:3::/64", "::ffff:192.0.2.7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"header:X-User", "cookie:X-User"})
    void whoHasNoHeaderOrCookieCountsByClient(String key) {
        RateLimits limits = limits(limit("a", key, "1/h", 2));
        boolean header = key.startsWith("header");
        Asking first = Asking.from("192.0.2.1");
        Asking second = Asking.from("192.0.2.2");
        assertThat(admitted(limits, header ? first.withHeader("x-user", "ann") : first.withCookie("X-User", "ann"), 1))
                .isEqualTo(1);
        assertThat(admitted(
                        limits, header ? second.withHeader("X-USER", "ann") : second.withCookie("X-User", "ann"), 3))
                .isEqualTo(1);
        assertThat(admitted(limits, first, 3)).isEqualTo(2);
        assertThat(admitted(limits, header ? first.withHeader("X-User", "") : first.withCookie("X-User", ""), 3))
                .isZero();
        assertThat(admitted(limits, second, 3)).isEqualTo(2);
        Asking pretender = Asking.from("192.0.2.3");
        assertThat(admitted(
                        limits,
                        header
                                ? pretender.withHeader("X-User", "192.0.2.1")
                                : pretender.withCookie("X-User", "192.0.2.1"),
                        3))
                .isEqualTo(2);
    }

    @Test
    void limitsAndScopesDoNotShareBuckets() {
        RateLimits server = limits(limit("a", "client", "1/h", 2), limit("b", "all", "1/h", 5));
        RateLimits route = limiter.none(RateScope.route("r")).with(List.of(limit("a", "client", "1/h", 2)));
        assertThat(admitted(server, ANYBODY, 10)).isEqualTo(2);
        assertThat(admitted(route, ANYBODY, 10)).isEqualTo(2);
        assertThat(route.check(ANYBODY, now).scope()).hasToString("route r");
    }

    @Test
    void newcomersWithoutRoomShareOneBucketAndAreCounted() {
        limiter = new RateLimiter(() -> now, new Random(1), 10);
        RateLimits limits = limits(limit("a", "client", "1/h", 5));
        int admitted = 0;
        for (int client = 0; client < 1_000; client++) {
            admitted += admitted(limits, Asking.numbered(client), 1);
        }
        assertThat(admitted).isEqualTo(10 + 5);
        assertThat(limits.limits().get(0).shared()).isEqualTo(990);
        assertThat(limiter.keysInUse()).isEqualTo(10);
    }

    @Test
    void aChangedRateOrBurstAppliesAtOnceAndGivesNobodyAFreshBurst() {
        RateLimits slow = limits(limit("a", "client", "1/m", 10));
        assertThat(admitted(slow, ANYBODY, 20)).isEqualTo(10);
        admitted(slow, Asking.from("192.0.2.2"), 4);

        RateLimits fast = slow.with(List.of(limit("a", "client", "10/s", 100)));
        assertThat(admitted(fast, ANYBODY, 20)).isZero();
        assertThat(fast.check(ANYBODY, now).retryAfter()).isEqualTo(1);
        assertThat(admitted(fast, Asking.from("192.0.2.2"), 20)).isEqualTo(6);
        assertThat(admitted(fast, Asking.from("192.0.2.3"), 200)).isEqualTo(100);
        now += SECOND + 10;
        assertThat(admitted(fast, ANYBODY, 20)).isEqualTo(10);

        RateLimits slower = fast.with(List.of(limit("a", "client", "1/h", 2)));
        assertThat(admitted(slower, ANYBODY, 20)).isZero();
        assertThat(slower.check(ANYBODY, now).retryAfter()).isEqualTo(3600);
        assertThat(slower.limits().get(0).busiest()).extracting(HeldBack::key).contains("192.0.2.1", "192.0.2.2");
        assertThat(admitted(slower, Asking.from("192.0.2.9"), 20)).isEqualTo(2);
    }

    @Test
    void changesOneAfterTheOtherFreeNobody() {
        RateLimits limits = limits(limit("a", "client", "1/h", 10));
        assertThat(admitted(limits, ANYBODY, 20)).isEqualTo(10);
        for (int i = 0; i < 8; i++) {
            limits = limits.with(List.of(limit("a", "client", "1/h", 11 + i)));
        }
        assertThat(limits.standings(ANYBODY).get(0).remaining()).isZero();
        assertThat(admitted(limits, ANYBODY, 20)).isZero();
        for (int i = 0; i < 100; i++) {
            limits = limits.with(List.of(limit("a", "client", "1/h", 20 + i)));
            assertThat(admitted(limits, ANYBODY, 2)).isZero();
        }
    }

    @Test
    void aChangeNeedsNoRoomForThoseWhoAreHeldBack() {
        limiter = new RateLimiter(() -> now, new Random(1), 10);
        RateLimits limits = limits(limit("a", "client", "1/h", 1));
        for (int client = 0; client < 100; client++) {
            admitted(limits, Asking.numbered(client), 1);
        }
        RateLimits changed = limits.with(List.of(limit("a", "client", "2/h", 1)));
        for (int client = 0; client < 10; client++) {
            assertThat(admitted(changed, Asking.numbered(client), 1)).isZero();
        }
        assertThat(changed.limits().get(0).shared()).isEqualTo(90);
        assertThat(limiter.keysInUse()).isEqualTo(10);
    }

    @Test
    void aLimitThatStaysKeepsItsBucketsAndOneWithAnotherKeyDoesNot() {
        RateLimits limits = limits(limit("a", "client", "1/h", 2), limit("b", "all", "1/h", 1_000));
        admitted(limits, ANYBODY, 5);
        RateLimits reordered = limits.with(List.of(
                limit("b", "all", "1/h", 1_000), limit("a", "client", "1/h", 2).withDryRun(true)));
        assertThat(admitted(reordered, ANYBODY, 3)).isEqualTo(3);
        assertThat(reordered.limits().get(1).refused()).isEqualTo(3);
        assertThat(reordered.limits().get(1).wouldHaveRefused()).isEqualTo(3);
        RateLimits other = limits.with(List.of(limit("a", "header:X", "1/h", 2)));
        assertThat(admitted(other, ANYBODY, 3)).isEqualTo(2);
        assertThat(other.limits().get(0).refused()).isEqualTo(1);
    }

    @Test
    void moreRoomKeepsWhoIsHeldBack() {
        RateLimits limits = limits(limit("a", "client", "1/h", 1));
        for (int client = 0; client < 1_000; client++) {
            admitted(limits, Asking.numbered(client), 1);
        }
        limiter.keys(2_000);
        for (int client = 0; client < 1_000; client++) {
            assertThat(admits(limits, Asking.numbered(client))).isFalse();
        }
        assertThat(limiter.keysInUse()).isEqualTo(1_000);
        assertThat(limiter.keys()).isEqualTo(2_000);
    }

    @Test
    void theTenBusiestAreNamedHoweverManyComeOnce() {
        RateLimits limits = limits(limit("a", "header:X-User", "1/h", 1));
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            int user = (int) Math.min(11, -Math.log(random.nextDouble()) * 4);
            admitted(limits, ANYBODY.withHeader("X-User", "user" + user), 1);
            admitted(limits, ANYBODY.withHeader("X-User", "once" + i), i % 2 == 0 ? 2 : 1);
        }
        List<HeldBack> busiest = limits.limits().get(0).busiest();
        assertThat(busiest).hasSize(10);
        assertThat(busiest).extracting(HeldBack::key).contains("user0", "user1", "user2", "user3");
        assertThat(busiest.get(0).waitSeconds()).isEqualTo(3600);
        now += 3600 * SECOND;
        assertThat(limits.limits().get(0).busiest()).isEmpty();
    }

    @Test
    void longValuesWhichMayBeSecretsAreCut() {
        RateLimits limits = limits(limit("a", "header:Authorization", "1/h", 1));
        admitted(limits, ANYBODY.withHeader("Authorization", "Bearer 0123456789abcdef"), 2);
        assertThat(limits.limits().get(0).busiest()).extracting(HeldBack::key).containsExactly("Bearer 01234…");
    }

    @Test
    void askingHowOneStandsTakesNothing() {
        RateLimits limits = limits(limit("a", "client", "1/m", 2));
        for (int i = 0; i < 10; i++) {
            assertThat(limits.standings(ANYBODY)).containsExactly(new LimitStanding("a", "192.0.2.1", 2, 0, false));
        }
        admitted(limits, ANYBODY, 2);
        assertThat(limits.standings(ANYBODY)).containsExactly(new LimitStanding("a", "192.0.2.1", 0, 60, false));
        assertThat(limiter.keysInUse()).isEqualTo(1);
    }
}

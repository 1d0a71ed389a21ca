package dev.fairlead.strategy.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.spi.testkit.FakePool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Rings and tables that others published, each with its source. The tables are Maglev's in full, with Envoy's hashes and
 * weights. The rings are Envoy's in where the points lie and in how many there are by weight, as long as that comes out
 * whole; fractions are rounded otherwise here, by id, so there is nothing published to compare those with. How keys of
 * requests are hashed, and where retries go, is our own.
 */
class GoldenTableTest {

    /** Eisenbud et al., "Maglev: A Fast and Reliable Software Network Load Balancer", NSDI 2016. */
    @Test
    @DisplayName("Maglev paper, section 3.4, table 1")
    void maglevPaper() {
        int[] before = MaglevTable.filled(7, new int[] {1, 1, 1}, new long[] {3, 0, 3}, new long[] {4, 2, 1});
        assertThat(before).containsExactly(1, 0, 1, 0, 2, 2, 0);

        // the second of the three is gone, so 1 is the one that was 2
        int[] after = MaglevTable.filled(7, new int[] {1, 1}, new long[] {3, 3}, new long[] {4, 1});
        assertThat(after).containsExactly(0, 0, 0, 0, 1, 1, 1);
    }

    @Test
    @DisplayName("envoyproxy/envoy, test/extensions/load_balancing_policies/maglev/maglev_lb_test.cc, Basic")
    void maglevEnvoyBasic() {
        assertThat(owners(addresses(90, 96), 7)).containsExactly(2, 4, 0, 1, 5, 0, 3);
    }

    @Test
    @DisplayName("the same file, BasicWithHostName")
    void maglevEnvoyHostNames() {
        assertThat(owners(FakePool.of("90", "91", "92", "93", "94", "95"), 7)).containsExactly(2, 5, 0, 3, 4, 1, 0);
    }

    /** The hosts of Basic in another order: the owners are the same, and so their indices differ. */
    @Test
    @DisplayName("the same file, BasicStability")
    void maglevEnvoyIsTheSameInAnyOrder() {
        FakePool pool = FakePool.of(
                "127.0.0.1:95", "127.0.0.1:93", "127.0.0.1:91", "127.0.0.1:90", "127.0.0.1:92", "127.0.0.1:94");
        int[] ports = {95, 93, 91, 90, 92, 94};

        assertThat(IntStream.of(owners(pool, 7)).map(owner -> ports[owner]))
                .containsExactly(92, 94, 90, 91, 95, 90, 93);
    }

    @Test
    @DisplayName("the same file, Weighted")
    void maglevEnvoyWeighted() {
        assertThat(owners(FakePool.of("127.0.0.1:90=1", "127.0.0.1:91=2"), 17))
                .containsExactly(1, 0, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 0, 1, 0, 1);
    }

    /** There the weights are those of two localities with one host each, 8 and 2. */
    @Test
    @DisplayName("the same file, LocalityWeightedDifferentLocalityWeights")
    void maglevEnvoyWeightedFourToOne() {
        assertThat(owners(FakePool.of("127.0.0.1:90=8", "127.0.0.1:91=2"), 17))
                .containsExactly(1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0);
    }

    @Test
    @DisplayName("envoyproxy/envoy, test/extensions/load_balancing_policies/ring_hash/ring_hash_lb_test.cc, Basic")
    void ringEnvoyBasic() {
        Ring ring = new Ring(addresses(90, 96), 12);

        assertThat(ids(ring, 90)).containsExactly(94, 92, 90, 95, 93, 91, 91, 93, 95, 92, 94, 90);
        assertThat(points(ring))
                .containsExactly(
                        "833437586790550860",
                        "928266305478181108",
                        "1033482794131418490",
                        "3551244743356806947",
                        "3851675632748031481",
                        "5583722120771150861",
                        "6311230543546372928",
                        "7700377290971790572",
                        "13144177310400110813",
                        "13444792449719432967",
                        "15516499411664133160",
                        "16117243373044804889");
        assertThat(owner(ring, 90, "0")).isEqualTo(94);
        assertThat(owner(ring, 90, "18446744073709551615")).isEqualTo(94);
        assertThat(owner(ring, 90, "3551244743356806947")).isEqualTo(95);
        assertThat(owner(ring, 90, "3551244743356806948")).isEqualTo(93);
        assertThat(owner(ring, 90, "16117243373044804880")).isEqualTo(90);
    }

    @Test
    @DisplayName("the same file, BasicWithHostname")
    void ringEnvoyHostNames() {
        Ring ring = new Ring(FakePool.of("90", "91", "92", "93", "94", "95"), 12);

        assertThat(ids(ring, 90)).containsExactly(95, 95, 93, 94, 93, 92, 90, 92, 91, 90, 91, 94);
        assertThat(points(ring))
                .containsExactly(
                        "1975508444536362413",
                        "2376063919839173711",
                        "2386806903309390596",
                        "6749904478991551885",
                        "6803900775736438537",
                        "7225015537174310577",
                        "8787465352164086522",
                        "11282020843382717940",
                        "13723418369486627818",
                        "13776502110861797421",
                        "14338313586354474791",
                        "15364271037087512980");
        assertThat(owner(ring, 90, "0")).isEqualTo(95);
        assertThat(owner(ring, 90, "18446744073709551615")).isEqualTo(95);
        assertThat(owner(ring, 90, "7225015537174310577")).isEqualTo(92);
        assertThat(owner(ring, 90, "6803900775736438537")).isEqualTo(93);
    }

    /** One host leaves, another comes; the points of the one that stays are where they were. */
    @Test
    @DisplayName("the same file, UnevenHosts")
    void ringEnvoyUneven() {
        Ring before = new Ring(addresses(80, 82), 4);
        assertThat(ids(before, 80)).containsExactly(80, 81, 80, 81);
        assertThat(points(before))
                .containsExactly(
                        "5454692015285649509", "7859399908942313493", "13838424394637650569", "16064866803292627174");

        Ring after = new Ring(addresses(81, 83), 4);
        assertThat(ids(after, 81)).containsExactly(81, 82, 82, 81);
        assertThat(points(after))
                .containsExactly(
                        "7859399908942313493", "8241336090459785962", "12882406409176325258", "16064866803292627174");
    }

    @Test
    @DisplayName("the same file, HostWeightedTinyRing")
    void ringEnvoyWeighted() {
        Ring ring = new Ring(FakePool.of("127.0.0.1:90=1", "127.0.0.1:91=2", "127.0.0.1:92=3"), 6);

        assertThat(ids(ring, 90)).containsExactly(92, 92, 91, 91, 92, 90);
        assertThat(points(ring))
                .containsExactly(
                        "928266305478181108",
                        "4443673547860492590",
                        "5583722120771150861",
                        "6311230543546372928",
                        "13444792449719432967",
                        "16117243373044804889");
    }

    /** So many of 6,000 hashes at equal distances fall to each. */
    @Test
    @DisplayName("the same file, HostWeightedLargeRing")
    void ringEnvoyWeightedLarge() {
        Ring ring = new Ring(FakePool.of("127.0.0.1:90=1", "127.0.0.1:91=2", "127.0.0.1:92=3"), 6_144);
        int[] counts = new int[3];
        for (int i = 0; i < 6_000; i++) {
            counts[ring.owner(ring.position(i * Long.divideUnsigned(-1, 6_000)))]++;
        }

        assertThat(counts).containsExactly(987, 1_932, 3_081);
    }

    private static FakePool addresses(int from, int to) {
        return FakePool.of(
                IntStream.range(from, to).mapToObj(port -> "127.0.0.1:" + port).toArray(String[]::new));
    }

    private static int[] owners(FakePool pool, int slots) {
        return new MaglevTable(pool, slots).owners();
    }

    private static int[] ids(Ring ring, int first) {
        return IntStream.range(0, ring.size()).map(i -> first + ring.owner(i)).toArray();
    }

    private static int owner(Ring ring, int first, String hash) {
        return first + ring.owner(ring.position(Long.parseUnsignedLong(hash)));
    }

    private static String[] points(Ring ring) {
        return IntStream.range(0, ring.size())
                .mapToObj(i -> Long.toUnsignedString(ring.point(i)))
                .toArray(String[]::new);
    }
}

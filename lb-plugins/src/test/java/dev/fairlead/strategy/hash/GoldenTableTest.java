package dev.fairlead.strategy.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.spi.testkit.FakePool;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rings and tables that others published, each with its source. */
class GoldenTableTest {

    /** The example of the paper (Eisenbud et al., NSDI 2016, section 3.4, table 1): three backends, seven slots. */
    @Test
    void maglevPaper() {
        int[] slots = MaglevTable.filled(7, new int[] {1, 1, 1}, new long[] {3, 0, 3}, new long[] {4, 2, 1});
        assertThat(slots).containsExactly(1, 0, 1, 0, 2, 2, 0);

        int[] withoutB1 = MaglevTable.filled(7, new int[] {1, 1}, new long[] {3, 3}, new long[] {4, 1});
        assertThat(withoutB1).containsExactly(0, 0, 0, 0, 1, 1, 1);
    }

    /** Envoy, test/extensions/load_balancing_policies/maglev/maglev_lb_test.cc, test Basic. */
    @Test
    void maglevEnvoyBasic() {
        MaglevTable table = new MaglevTable(addresses(90, 96), 7);

        assertThat(table.owners()).containsExactly(2, 4, 0, 1, 5, 0, 3);
    }

    /** The same file, test BasicWithHostName. */
    @Test
    void maglevEnvoyHostNames() {
        MaglevTable table = new MaglevTable(FakePool.of("90", "91", "92", "93", "94", "95"), 7);

        assertThat(table.owners()).containsExactly(2, 5, 0, 3, 4, 1, 0);
    }

    /** The same file, test Weighted. */
    @Test
    void maglevEnvoyWeighted() {
        MaglevTable table = new MaglevTable(FakePool.of("127.0.0.1:90=1", "127.0.0.1:91=2"), 17);

        assertThat(table.owners()).containsExactly(1, 0, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 0, 1, 0, 1);
    }

    /** The same file, test BasicStability: the order of declaration is of no consequence. */
    @Test
    void maglevIsTheSameInAnyOrder() {
        MaglevTable table = new MaglevTable(FakePool.of("95", "93", "91", "90", "92", "94"), 7);

        assertThat(table.owners()).containsExactly(4, 0, 3, 1, 5, 2, 3);
    }

    /** Envoy, test/extensions/load_balancing_policies/ring_hash/ring_hash_lb_test.cc, test BasicWithHostname. */
    @Test
    void ringEnvoyHostNames() {
        Ring ring = new Ring(FakePool.of("90", "91", "92", "93", "94", "95"), 2);

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
    }

    /** The same file, test UnevenHosts: two hosts with two points each. */
    @Test
    void ringEnvoyUneven() {
        Ring ring = new Ring(addresses(80, 82), 2);

        assertThat(ids(ring, 80)).containsExactly(80, 81, 80, 81);
        assertThat(points(ring))
                .containsExactly(
                        "5454692015285649509", "7859399908942313493", "13838424394637650569", "16064866803292627174");
    }

    /** The look-ups that the same tests make. */
    @Test
    void ringEnvoyLookups() {
        Ring ring = new Ring(FakePool.of("90", "91", "92", "93", "94", "95"), 2);

        assertThat(90 + ring.owner(ring.position(0))).isEqualTo(95);
        assertThat(90 + ring.owner(ring.position(-1L))).isEqualTo(95);
        assertThat(90 + ring.owner(ring.position(7225015537174310577L))).isEqualTo(92);
        assertThat(90 + ring.owner(ring.position(6803900775736438537L))).isEqualTo(93);
    }

    private static FakePool addresses(int from, int to) {
        return FakePool.of(
                IntStream.range(from, to).mapToObj(port -> "127.0.0.1:" + port).toArray(String[]::new));
    }

    private static int[] ids(Ring ring, int first) {
        return IntStream.range(0, ring.size()).map(i -> first + ring.owner(i)).toArray();
    }

    private static String[] points(Ring ring) {
        return Arrays.stream(
                        IntStream.range(0, ring.size()).mapToLong(ring::point).toArray())
                .mapToObj(Long::toUnsignedString)
                .toArray(String[]::new);
    }
}

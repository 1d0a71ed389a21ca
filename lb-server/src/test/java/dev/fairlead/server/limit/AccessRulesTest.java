package dev.fairlead.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.CidrBlock;
import dev.fairlead.server.desired.limit.Access;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessRulesTest {

    @ParameterizedTest
    @CsvSource({
        "'', '', 1.2.3.4, true",
        "'', '', nonsense, true",
        "10.0.0.0/8, '', 10.1.2.3, true",
        "10.0.0.0/8, '', 11.1.2.3, false",
        "10.0.0.0/8, '', ::1, false",
        "10.0.0.0/8, '', nonsense, false",
        "'', 10.0.0.0/8, nonsense, false",
        "'', 10.0.0.0/8, 10.1.2.3, false",
        "'', 10.0.0.0/8, ::ffff:10.1.2.3, false",
        "'', 10.0.0.0/8, ::ffff:a01:203, false",
        "'', 10.0.0.0/8, 9.255.255.255, true",
        "'', 10.0.0.0/8, 11.0.0.0, true",
        "10.0.0.0/8, 10.1.0.0/16, 10.1.2.3, false",
        "10.0.0.0/8, 10.1.0.0/16, 10.2.2.3, true",
        "10.1.0.0/16, 10.0.0.0/8, 10.1.2.3, false",
        "0.0.0.0/0, '', 255.255.255.255, true",
        "0.0.0.0/0, '', 2001:db8::1, false",
        "'', ::/0, 1.2.3.4, true",
        "'', ::/0, ffff::1, false",
        "'', ::/0, ::, false",
        "2001:db8::/33, '', 2001:db8:7fff:ffff:ffff:ffff:ffff:ffff, true",
        "2001:db8::/33, '', 2001:db8:8000::, false",
        "2001:db8::/64, '', 2001:db8:0:0:ffff:ffff:ffff:ffff, true",
        "2001:db8::/64, '', 2001:db8:0:1::, false",
        "2001:db8::1, '', 2001:db8::1, true",
        "2001:db8::1, '', 2001:db8::2, false",
        "fe80::/10, '', fe80:0:0:0:0:0:0:1%2, true",
        "loopback, '', 0:0:0:0:0:0:0:1, true",
        "private, '', 172.31.255.255, true",
        "private, '', 172.32.0.0, false",
    })
    void denyWinsAndAnAllowListDeniesTheRest(String allow, String deny, String client, boolean admitted) {
        AccessRules rules = AccessRules.of(new Access(blocks(allow), blocks(deny)));
        assertThat(rules.admit(client)).isEqualTo(admitted);
        if (!allow.isEmpty() || !deny.isEmpty()) {
            assertThat(rules.explain(client)).startsWith(admitted ? "allowed: " : "denied: ");
        }
    }

    @Test
    void whatDecidesIsNamed() {
        AccessRules rules = AccessRules.of(new Access(blocks("private"), blocks("10.1.0.0/16")));
        assertThat(rules.explain("10.1.1.1")).isEqualTo("denied: 10.1.0.0/16 is in deny");
        assertThat(rules.explain("10.2.1.1")).isEqualTo("allowed: 10.0.0.0/8 is in allow");
        assertThat(rules.explain("8.8.8.8")).isEqualTo("denied: no block of allow contains it");
        assertThat(rules.explain("x")).isEqualTo("denied: \"x\" is not an address");
        assertThat(AccessRules.NONE.explain("x")).isEqualTo("there is no access list");
    }

    /** Against the plain way: asking one block after the other. */
    @Test
    void tenThousandBlocksSayWhatEachOfThemSays() throws UnknownHostException {
        Random random = new Random(1);
        List<CidrBlock> blocks = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            byte[] address = address(random);
            int least = address.length == 4 ? 12 : 20;
            blocks.add(new CidrBlock(
                    InetAddress.getByAddress(address), least + random.nextInt(address.length * 8 - least + 1)));
        }
        AccessRules rules = AccessRules.of(new Access(blocks, List.of()));
        int inside = 0;
        for (int i = 0; i < 2_000; i++) {
            InetAddress client = i % 2 == 0
                    ? InetAddress.getByAddress(address(random))
                    : neighbour(blocks.get(random.nextInt(blocks.size())).base(), random);
            boolean expected = blocks.stream().anyMatch(block -> block.contains(client));
            assertThat(rules.admit(client.getHostAddress())).as("%s", client).isEqualTo(expected);
            inside += expected ? 1 : 0;
        }
        assertThat(inside).isBetween(200, 1_800);
    }

    @Test
    void rangesThatTouchBecomeOne() {
        assertThat(AddressRanges.ipv4(blocks("10.0.0.0/9,10.128.0.0/9,11.0.0.0/8,10.3.0.0/16,13.0.0.0/8"))
                        .size())
                .isEqualTo(2);
        assertThat(AddressRanges.ipv6(blocks("2001:db8:0:0::/64,2001:db8:0:1::/64,ffff::/16,10.0.0.0/8"))
                        .size())
                .isEqualTo(2);
    }

    private static byte[] address(Random random) {
        byte[] address = new byte[random.nextBoolean() ? 4 : 16];
        random.nextBytes(address);
        if (address.length == 16) {
            address[0] = 0x20;
        }
        return address;
    }

    private static InetAddress neighbour(InetAddress base, Random random) throws UnknownHostException {
        byte[] address = base.getAddress();
        address[address.length - 1 - random.nextInt(address.length / 2)] += (byte) (random.nextInt(3) - 1);
        return InetAddress.getByAddress(address);
    }

    private static List<CidrBlock> blocks(String text) {
        return text.isEmpty()
                ? List.of()
                : List.of(text.split(",")).stream()
                        .flatMap(part -> CidrBlock.expand(part).stream())
                        .toList();
    }
}

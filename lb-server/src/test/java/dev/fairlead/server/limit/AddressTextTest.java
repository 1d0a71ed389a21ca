package dev.fairlead.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTextTest {

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0",
        "1.2.3.4, 01020304",
        "255.255.255.255, ffffffff",
        "::ffff:1.2.3.4, 01020304",
        "::FFFF:102:304, 01020304",
        "0:0:0:0:0:ffff:1.2.3.4, 01020304",
    })
    void readsIpv4AlsoWhereItIsMapped(String text, String bits) {
        assertThat(AddressText.ipv4(text)).isEqualTo(Long.parseLong(bits, 16));
    }

    @ParameterizedTest
    @CsvSource({
        "::, 0, 0",
        "::1, 0, 1",
        "1::, 0001000000000000, 0",
        "2001:db8::8:800:200c:417a, 20010db800000000, 00080800200c417a",
        "2001:DB8:0:0:8:800:200C:417A, 20010db800000000, 00080800200c417a",
        "fe80::1%eth0, fe80000000000000, 1",
        "fe80:0:0:0:0:0:0:1%2, fe80000000000000, 1",
        "::1.2.3.4, 0, 01020304",
        "64:ff9b::1.2.3.4, 0064ff9b00000000, 01020304",
        "1:2:3:4:5:6:7::, 0001000200030004, 0005000600070000",
        "::2:3:4:5:6:7:8, 0000000200030004, 0005000600070008",
        "2001:db8::ffff:ffff:ffff:ffff, 20010db800000000, ffffffffffffffff",
    })
    void readsIpv6(String text, String high, String low) {
        assertThat(AddressText.isAddress(text)).isTrue();
        assertThat(AddressText.ipv4(text)).isEqualTo(AddressText.NONE);
        assertThat(AddressText.high(text)).isEqualTo(Long.parseUnsignedLong(high, 16));
        assertThat(AddressText.low(text)).isEqualTo(Long.parseUnsignedLong(low, 16));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ":",
                ":::",
                "1",
                "1.2.3",
                "1.2.3.",
                "1.2.3.4.",
                "1.2.3.256",
                "1.2.3.1234",
                "a.b.c.d",
                "1..2.3",
                "localhost",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "1::2::3",
                ":1",
                "1:",
                "12345::",
                "::g",
                "::;",
                "::1.2.3",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "1:2:3:4:5:6:7:1.2.3.4",
                "%",
                "::１",
                "١.2.3.4",
                "[::1]",
                "1.2.3.4:80",
                "unix:"
            })
    void whatIsNoAddressIsNone(String text) {
        assertThat(AddressText.isAddress(text)).isFalse();
    }

    @Test
    void readsWhatJavaWrites() throws UnknownHostException {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            ByteBuffer bytes = ByteBuffer.allocate(16)
                    .putLong(random.nextLong() >>> random.nextInt(64))
                    .putLong(random.nextLong() >>> random.nextInt(64) | 1);
            String text = InetAddress.getByAddress(bytes.array()).getHostAddress();
            assertThat(AddressText.high(text)).isEqualTo(bytes.getLong(0));
            assertThat(AddressText.low(text)).isEqualTo(bytes.getLong(8));
        }
    }
}

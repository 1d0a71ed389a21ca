package dev.fairlead.strategy.hash.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.spi.testkit.FakeRequest;
import dev.fairlead.spi.testkit.GivenOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {
    private final FakeRequest request = FakeRequest.get("/cart?x=1").from("10.1.2.3");

    @Test
    void headerIsTheKeyWhateverTheClient() {
        Key key = key("header:X-User");
        request.header("x-user", "ann");

        assertThat(key.of(request))
                .isEqualTo(key.of(FakeRequest.get("/other").from("9.9.9.9").header("X-User", "ann")));
        assertThat(key.of(request)).isNotEqualTo(key.of(FakeRequest.get("/cart").header("X-User", "bob")));
    }

    @Test
    void requestWithoutTheHeaderStaysWithItsClient() {
        assertThat(key("header:X-User").of(request)).isEqualTo(key("client").of(request));
        assertThat(key("cookie:user").of(request)).isEqualTo(key("client").of(request));
    }

    @Test
    void cookieIsTheKey() {
        assertThat(key("cookie:user").of(request.cookie("user", "ann")))
                .isEqualTo(key("header:u").of(FakeRequest.get("/").header("u", "ann")));
    }

    @Test
    void pathIsTheKeyWithoutItsQuery() {
        assertThat(key("path").of(request)).isEqualTo(key("path").of(FakeRequest.get("/cart")));
        assertThat(key("path").of(request)).isNotEqualTo(key("path").of(FakeRequest.get("/cart/1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"clint", "header", "header:", "cookie: ", "path:/x", ""})
    void keyThatNamesNothingIsRefused(String text) {
        assertThatThrownBy(() -> key(text)).hasMessageContaining("key").hasMessageContaining("header:NAME");
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "2001:db8::1, 2001:db8:0:0:ffff:1:2:3, true",
        "2001:db8::1, 2001:0db8:0000:0000:0000:0000:0000:0001, true",
        "2001:db8::1, 2001:db8:0:1::1, false",
        "::1, ::2, true",
        "fe80::1%eth0, fe80::1, true",
        "1.2.3.4, ::ffff:1.2.3.4, false",
        "unix:, unix:, true"
    })
    void clientsOfOneNetworkBelongTogether(String one, String two, boolean together) {
        Key key = ClientNetwork.from(new GivenOptions(Map.of()));

        assertThat(key.of(FakeRequest.get("/").from(one))
                        == key.of(FakeRequest.get("/").from(two)))
                .isEqualTo(together);
    }

    @ParameterizedTest
    @CsvSource({
        "24, 64, 10.1.2.3, 10.1.2.4, true",
        "24, 64, 10.1.2.3, 10.1.3.3, false",
        "8, 64, 10.1.2.3, 10.200.3.3, true",
        "32, 128, 2001:db8::1, 2001:db8::2, false",
        "32, 96, 2001:db8::1:2:3, 2001:db8::1:4:5, true",
        "32, 96, 2001:db8::1:2:3, 2001:db8::1:1:2:3, false",
        "32, 48, 2001:db8:1::1, 2001:db8:1:9::1, true"
    })
    void networksMayBeLarger(int v4, int v6, String one, String two, boolean together) {
        Key key = ClientNetwork.from(
                new GivenOptions(Map.of("ipv4-prefix", String.valueOf(v4), "ipv6-prefix", String.valueOf(v6))));

        assertThat(key.of(FakeRequest.get("/").from(one))
                        == key.of(FakeRequest.get("/").from(two)))
                .isEqualTo(together);
    }

    private static Key key(String text) {
        return RequestKey.from(new GivenOptions(Map.of("key", text)));
    }
}

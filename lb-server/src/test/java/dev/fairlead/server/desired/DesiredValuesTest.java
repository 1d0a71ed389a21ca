package dev.fairlead.server.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DesiredValuesTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.2, false",
        "10.1.2.255/25, 10.1.2.128, true",
        "10.1.2.255/25, 10.1.2.127, false",
        "0.0.0.0/0, 1.2.3.4, true",
        "0.0.0.0/0, ::1, false",
        "fd00::/8, fdff::1, true",
        "fd00::/8, fe00::1, false",
        "::/0, ::1, true",
        "10.0.0.0/8, ::ffff:10.1.1.1, true",
    })
    void aRangeContainsWhatSharesItsPrefix(String range, String address, boolean contained)
            throws UnknownHostException {
        assertThat(CidrBlock.parse(range).contains(InetAddress.getByName(address)))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "10.0.0",
                "10.0.0.256",
                "10.0.0.1.2",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "localhost",
                "::1/129",
                "1::2::3",
                "10.0.0.0/8/8",
                "Loopback"
            })
    void aRangeIsWrittenInNumbers(String text) {
        assertThatThrownBy(() -> CidrBlock.expand(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void equalRangesAreEqualHoweverTheyAreWritten() {
        assertThat(CidrBlock.parse("10.1.2.3/8"))
                .isEqualTo(CidrBlock.parse("10.0.0.0/8"))
                .hasToString("10.0.0.0/8");
    }

    @ParameterizedTest
    @CsvSource({
        "250ms, 250",
        "5s, 5000",
        "1.5s, 1500",
        "2m, 120000",
        "2min, 120000",
        "1h, 3600000",
        "1d, 86400000",
        "-3 s, -3000",
        "-0.5s, -500",
        "2000us, 2",
        "0s, 0"
    })
    void aDurationHasItsUnit(String text, long millis) {
        Duration duration = Durations.parse(text);

        assertThat(duration).isEqualTo(Duration.ofMillis(millis));
        assertThat(Durations.parse(Durations.text(duration))).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "5 parsecs", "five s", "1e3s", "99999999999999d"})
    void whatIsNoDurationIsRefused(String text) {
        assertThatThrownBy(() -> Durations.parse(text)).hasMessageEndingWith(Durations.EXPECTED);
    }

    @Test
    void anEndlessDurationIsRefusedWithoutOverflow() {
        assertThatThrownBy(() -> new Shutdown(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofDays(366)))
                .hasMessageContaining("grace: ")
                .hasMessageEndingWith("drain: 366d is too long, expected a duration of 365d or less");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1:8080, http://10.0.0.1:8080, 10.0.0.1, 8080",
        "http://Web.Example:80/, http://web.example:80, web.example, 80",
        "HTTPS://my_backend:8443, https://my_backend:8443, my_backend, 8443",
        "[FD00::1]:65535, http://[fd00::1]:65535, fd00::1, 65535"
    })
    void aBackendIsNamedByItsAddress(String text, String url, String host, int port) {
        Backend backend = Backend.at(text);

        assertThat(backend.url()).hasToString(url);
        assertThat(backend.host()).isEqualTo(host);
        assertThat(backend.port()).isEqualTo(port);
        assertThat(backend.id()).isEqualTo(backend.address());
        assertThat(backend.https()).isEqualTo(url.startsWith("https"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":80",
                "host",
                "host:",
                "host:0",
                "host:65536",
                "host:-1",
                "host:8o",
                "http://host",
                "http://host/",
                "http://user:pw@host:80",
                "http://host:80?q",
                "http://host:80#f",
                "http://[::1:80",
                "[::1]",
                "[zz]:80",
                "ho st:80",
                "http://http://host:80",
                "host:80\r\n"
            })
    void aBackendWithoutAPlainAddressIsRefused(String text) {
        assertThatThrownBy(() -> Backend.at(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected")
                .hasMessageNotContaining("pw");
    }

    @Test
    void statusesAreCodesAndRanges() {
        StatusRanges ranges = StatusRanges.parse("200-299, 404");

        assertThat(List.of(200, 250, 299, 404)).allMatch(ranges::contains);
        assertThat(List.of(199, 300, 403, 405)).noneMatch(ranges::contains);
        assertThat(ranges).hasToString("200-299,404");
        for (String wrong : List.of("", "2xx", "99", "600", "299-200", "200-", "200,,201")) {
            assertThatThrownBy(() -> StatusRanges.parse(wrong)).hasMessageContaining("expected codes and ranges");
        }
    }

    @Test
    void theNearestNameForgivesSlipsAndNothingMore() {
        List<String> known = List.of("round_robin", "random", "least_connections", "p2c");

        assertThat(NearestName.of("ruond-robin", known)).contains("round_robin");
        assertThat(NearestName.of("LeastConections", known)).contains("least_connections");
        assertThat(NearestName.of("randm", known)).contains("random");
        assertThat(NearestName.of("sticky", known)).isEmpty();
    }
}

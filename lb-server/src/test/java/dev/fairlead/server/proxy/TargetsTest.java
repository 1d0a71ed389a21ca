package dev.fairlead.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets reach a backend byte for byte, as browsers send them and as nobody should. */
final class TargetsTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @AutoClose
    private final PortWithBackend bed = new PortWithBackend();

    private final RawBackend backend = bed.backend;
    private final Wire client = bed.connect();

    private void assertCrosses(String sent, String arrives) throws IOException {
        client.get(sent);
        try (Wire connection = backend.accept()) {
            assertThat(connection.head().line()).isEqualTo("GET " + arrives + " HTTP/1.1");
            connection.say(OK);
            assertThat(client.answer().body()).isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/s?q=a|b",
                "/?q={x}",
                "/?q=100%",
                "/%",
                "/%zz?%z",
                "/a\"<>\\^`{|}b",
                "/?\"<>\\^`{|}",
                "/a??b",
                "/??",
                "/?",
                "//",
                "//a//b",
                "/a;b=c;d",
                "/;",
                "/a/../b/./c",
                "/..;/x",
                "/%2e%2e/%2F%00",
                "/+?+",
                "/[]?[]",
                "/'*,!$&()=:@~?;",
            })
    void targetIsForwardedByteForByte(String target) throws IOException {
        assertCrosses(target, target);
    }

    @Test
    void absoluteTargetIsForwardedWithoutSchemeAndAuthority() throws IOException {
        assertCrosses("http://example.org/a|b??c", "/a|b??c");
    }

    @Test
    void everyPrintableCharacterButTheFragmentCrosses() throws IOException {
        StringBuilder all = new StringBuilder();
        for (char c = '!'; c <= '~'; c++) {
            all.append(c == '#' ? "" : c);
        }
        assertCrosses("/" + all + "?" + all, "/" + all + "?" + all);
    }

    @Test
    void emptyLineBeforeARequestIsSkipped() throws IOException {
        client.say("\r\nPOST / HTTP/1.1\r\nHost: example.org\r\nContent-Length: 2\r\n\r\nhi\r\n");
        try (Wire connection = backend.accept()) {
            assertThat(connection.head().line()).isEqualTo("POST / HTTP/1.1");
            assertThat(connection.bytes(2)).isEqualTo("hi");
            connection.say(OK);
            assertThat(client.answer().body()).isEqualTo("ok");
            client.get("/next");
            assertThat(connection.head().line()).isEqualTo("GET /next HTTP/1.1");
            connection.say(OK);
            assertThat(client.answer().body()).isEqualTo("ok");
        }
    }

    @Test
    void requestsThatCameInOneGoAreEachForwarded() throws IOException {
        client.say("GET /1|1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2|2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"
                + "\r\nGET /3?3| HTTP/1.1\r\nHost: a\r\n\r\n");
        try (Wire connection = backend.accept()) {
            assertThat(connection.head().line()).isEqualTo("GET /1|1 HTTP/1.1");
            connection.say(OK);
            assertThat(connection.head().line()).isEqualTo("POST /2|2 HTTP/1.1");
            assertThat(connection.bytes(2)).isEqualTo("hi");
            connection.say(OK);
            assertThat(connection.head().line()).isEqualTo("GET /3?3| HTTP/1.1");
            connection.say(OK);
            for (int i = 0; i < 3; i++) {
                assertThat(client.answer().body()).isEqualTo("ok");
            }
        }
    }
}

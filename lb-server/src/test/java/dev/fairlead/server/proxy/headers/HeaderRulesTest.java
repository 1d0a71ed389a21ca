package dev.fairlead.server.proxy.headers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.CidrBlock;
import dev.fairlead.server.desired.Headers.Underscores;
import dev.fairlead.server.proxy.head.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules about names and values: the same for a string, and for bytes in the middle of a buffer. */
class HeaderRulesTest {

    private static HeadText bytes(String name) {
        byte[] buffer = ("GET / HTTP/1.1\r\n" + name + ": x").getBytes(StandardCharsets.ISO_8859_1);
        return new HeadText().at(buffer, 16, name.length());
    }

    @ParameterizedTest
    @CsvSource({
        "Accept, ORDINARY",
        "X-Mine, ORDINARY",
        "x_mine, ORDINARY",
        "X-Forwarde, ORDINARY",
        "Hosts, ORDINARY",
        "Connection, HOP_BY_HOP",
        "TE, HOP_BY_HOP",
        "HTTP2-Settings, HOP_BY_HOP",
        "Proxy-Authentication-Info, HOP_BY_HOP",
        "Host, OURS",
        "Content-Length, OURS",
        "X-Request-Id, OURS",
        "X-Forwarded-For, OURS",
        "X-Forwarded-Prefix, CLAIM",
        "X-Forwarded-, CLAIM",
        "Forwarded, CLAIM",
        "X-Real-IP, CLAIM",
        "Proxy, NEVER",
        "X_Forwarded_For, NEVER",
        "X.Forwarded.For, NEVER",
        "X_Forwarded-Anything, NEVER",
        "Content_Length, NEVER",
        "Transfer~Encoding, NEVER",
        "Keep_Alive, NEVER",
    })
    void roleOfANameIsTheSameInEveryCaseForTextAndBytes(String name, HeaderRole role) {
        for (String spelt : List.of(name, name.toLowerCase(Locale.ROOT), name.toUpperCase(Locale.ROOT))) {
            assertThat(HeaderRole.of(spelt)).as(spelt).isEqualTo(role);
            assertThat(HeaderRole.of(bytes(spelt))).as(spelt).isEqualTo(role);
            assertThat(HopByHop.always(bytes(spelt))).isEqualTo(role == HeaderRole.HOP_BY_HOP);
        }
    }

    @Test
    void claimsCrossForTrustedPeersAndUnderscoresAsTheOperatorSays() {
        assertThat(HeaderRole.crosses("X-Real-IP", true, Underscores.PASS)).isTrue();
        assertThat(HeaderRole.crosses("X-Real-IP", false, Underscores.PASS)).isFalse();
        assertThat(HeaderRole.crosses("X_Mine", false, Underscores.PASS)).isTrue();
        assertThat(HeaderRole.crosses(bytes("X_Mine"), false, Underscores.DROP)).isFalse();
        assertThat(HeaderRole.crosses(bytes("Host"), true, Underscores.PASS)).isFalse();
    }

    @Test
    void trailersThatComeTooLateDoNotCross() {
        assertThat(Trailers.mayCross("Set-Cookie")).isFalse();
        assertThat(Trailers.mayCross(bytes("authorization"))).isFalse();
        assertThat(Trailers.mayCross(bytes("X-Sum"))).isTrue();
        assertThat(Trailers.mayCross("X_Sum", Underscores.DROP)).isFalse();
    }

    @Test
    void whatConnectionNamesGoesNoFurtherButHostAndLength() {
        ConnectionOptions options = ConnectionOptions.of(List.of("close", "X-Secret, Host", "content-length,x-OTHER"));
        assertThat(options.name("x-secret")).isTrue();
        assertThat(options.name(bytes("X-Other"))).isTrue();
        assertThat(options.name("Host")).isFalse();
        assertThat(options.name("Content-Length")).isFalse();
        assertThat(ConnectionOptions.of(List.of("keep-alive", "Upgrade"))).isSameAs(ConnectionOptions.NONE);
        assertThat(ConnectionOptions.NONE.name("X-Any")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"100-Continue", ""})
    void beingToldToContinueIsAllThatMayBeExpected(String value) {
        assertThat(EntryRules.ofExpectation(value.isEmpty() ? List.of() : List.of(value)))
                .isNull();
        assertThat(EntryRules.ofExpectation(List.of("100-continue", "100-continue")))
                .isEqualTo(Rejection.EXPECTATION);
        assertThat(EntryRules.ofExpectation(List.of("a-miracle"))).isEqualTo(Rejection.EXPECTATION);
    }

    @Test
    void bodyThatIsTooLongIsKnownByItsLength() {
        assertThat(EntryRules.ofLength("11", 10)).isEqualTo(Rejection.BODY_TOO_LARGE);
        assertThat(EntryRules.ofLength("10", 10)).isNull();
        assertThat(EntryRules.ofLength("11", 0)).isNull();
        assertThat(EntryRules.ofLength(null, 10)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  true,  true,  websocket, 'keep-alive, Upgrade', true",
        "GET,  true,  true,  WebSocket, upgrade,               true",
        "POST, true,  true,  websocket, upgrade,               false",
        "GET,  false, true,  websocket, upgrade,               false",
        "GET,  true,  false, websocket, upgrade,               false",
        "GET,  true,  true,  h2c,       upgrade,               false",
        "GET,  true,  true,  websocket, keep-alive,            false",
    })
    void webSocketIsAskedForByTheLetter(
            String method, boolean http11, boolean bodyless, String upgrade, String connection, boolean asks) {
        assertThat(EntryRules.asksForWebSocket(method, http11, bodyless, List.of(upgrade), List.of(connection)))
                .isEqualTo(asks);
        assertThat(EntryRules.asksForWebSocket(
                        method, http11, bodyless, List.of(upgrade, upgrade), List.of(connection)))
                .isFalse();
    }

    @Test
    void clientIsTheRightMostThatIsNotTrusted() {
        List<CidrBlock> trusted = List.of(CidrBlock.parse("10.0.0.0/8"));
        ClientOrigin origin = ClientOrigin.trusted("10.0.0.1", List.of("6.6.6.6, 192.0.2.7", "10.1.1.1"), trusted);
        assertThat(origin.clientAddress()).isEqualTo("192.0.2.7");
        assertThat(origin.forwardedFor()).isEqualTo("6.6.6.6, 192.0.2.7, 10.1.1.1, 10.0.0.1");
        assertThat(ClientOrigin.trusted("10.0.0.1", List.of(), trusted).clientAddress())
                .isEqualTo("10.0.0.1");
    }
}

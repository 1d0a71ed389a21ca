package dev.fairlead.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.CidrBlock;
import dev.fairlead.server.desired.Headers;
import dev.fairlead.server.desired.Headers.Underscores;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Backends behind CGI, WSGI and PHP read an underscore as a hyphen, and some other punctuation too. */
final class LookAlikesTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /** Each folds to what only we may say, to framing, or to what CGI takes for its own. */
    private static final String[] FORGED = {
        "X_Forwarded_For: 6.6.6.6",
        "x-forwarded_for: 6.6.6.6",
        "X_FORWARDED_HOST: evil",
        "X_Forwarded_Prefix: /evil",
        "X-Forwarded_Anything: evil",
        "X.Forwarded.For: 6.6.6.6",
        "X_Real_IP: 6.6.6.6",
        "X_Request_Id: forged",
        "X_Backend_Server: forged",
        "Content_Length: 6",
        "Transfer_Encoding: chunked",
        "Transfer~Encoding: chunked",
        "Keep_Alive: 1",
        "Proxy_Authorization: Basic x",
        "Proxy: http://evil",
        "proxy: http://evil",
    };

    @AutoClose
    private final PortWithBackend bed = new PortWithBackend();

    private final TestPort port = bed.port;
    private final RawBackend backend = bed.backend;
    private final Wire client = bed.connect();

    private void set(Underscores underscores) {
        port.frontend(port.frontend().withHeaders(new Headers(underscores)));
    }

    private Wire.Head arrived() throws IOException {
        try (Wire connection = backend.accept()) {
            Wire.Head head = connection.head();
            connection.say(OK);
            assertThat(client.answer().status()).isEqualTo(200);
            return head;
        }
    }

    private static void assertNoneForged(Wire.Head head) {
        assertThat(head.fields()).noneMatch(field -> field.matches("(?i).*(6\\.6\\.6\\.6|evil|forged|basic x).*"));
        assertThat(head.fields())
                .noneMatch(field -> field.matches("(?i)(content|transfer|keep).(length|encoding|alive):.*"));
    }

    @ParameterizedTest
    @EnumSource(value = Underscores.class, mode = EnumSource.Mode.EXCLUDE, names = "REFUSE")
    void namesThatReadAsOursNeverCross(Underscores underscores) throws IOException {
        set(underscores);
        client.get("/", FORGED);
        assertNoneForged(arrived());
    }

    @Test
    void trustedProxyCannotSayThemEither() throws IOException {
        port.frontend(port.frontend().withTrustedProxies(List.of(CidrBlock.parse("127.0.0.0/8"))));
        client.get("/", FORGED);
        Wire.Head head = arrived();
        assertNoneForged(head);
        assertThat(head.all("X-Forwarded-For")).containsExactly("127.0.0.1");
    }

    @Test
    void otherNamesWithUnderscoresPassUnlessTheOperatorSaysOtherwise() throws IOException {
        String[] fields = {"X_Mine: 1", "_: 2", "X-Mine: 3"};
        client.get("/", fields);
        Wire.Head passed = arrived();
        assertThat(passed.all("X_Mine")).containsExactly("1");
        assertThat(passed.all("_")).containsExactly("2");
        set(Underscores.DROP);
        client.get("/", fields);
        Wire.Head dropped = arrived();
        assertThat(dropped.all("X_Mine")).isEmpty();
        assertThat(dropped.all("_")).isEmpty();
        assertThat(dropped.all("X-Mine")).containsExactly("3");
        set(Underscores.REFUSE);
        client.get("/", fields);
        assertThat(client.answer().status()).isEqualTo(400);
        assertThat(client.ends()).isTrue();
        assertThat(port.rejected.byReason()).containsEntry("header_underscore", 1L);
    }

    private static final String TRAILED = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "2\r\nhi\r\n0\r\nX-Sum: 1\r\nX_Sum: 2\r\nX_Forwarded_For: 6.6.6.6\r\nProxy: evil\r\n\r\n";

    private List<String> arrivedTrailers() throws IOException {
        client.say(TRAILED);
        try (Wire connection = backend.accept()) {
            connection.head();
            assertThat(connection.chunk()).isEqualTo("hi");
            assertThat(connection.line()).isEqualTo("0");
            List<String> trailers = new java.util.ArrayList<>();
            for (String line = connection.line(); !line.isEmpty(); line = connection.line()) {
                trailers.add(line);
            }
            connection.say(OK);
            assertThat(client.answer().status()).isEqualTo(200);
            return trailers;
        }
    }

    @Test
    void trailersObeyTheSame() throws IOException {
        assertThat(arrivedTrailers()).containsExactlyInAnyOrder("X-Sum: 1", "X_Sum: 2");
        set(Underscores.DROP);
        assertThat(arrivedTrailers()).containsExactly("X-Sum: 1");
        set(Underscores.REFUSE);
        client.say(TRAILED);
        assertThat(client.answer().status()).isEqualTo(400);
        assertThat(client.ends()).isTrue();
        assertThat(port.rejected.byReason()).containsEntry("body_invalid", 1L);
    }
}

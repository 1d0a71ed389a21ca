package dev.fairlead.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.Sticky;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients are told of their session, beside what backends say. */
final class SessionsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n";

    private TestPort port;
    private RawBackend one;
    private RawBackend two;
    private Wire client;

    @BeforeEach
    void open() throws IOException {
        one = new RawBackend();
        two = new RawBackend();
        port = new TestPort().backends(one.port(), two.port());
        client = port.connect();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        port.close();
        one.close();
        two.close();
    }

    private void sticky(Sticky sticky) {
        port.pool(port.pool().withSticky(sticky));
    }

    private Wire.Head answered(Wire backend, String... fields) throws IOException {
        backend.head();
        StringBuilder answer = new StringBuilder(OK);
        List.of(fields).forEach(field -> answer.append(field).append("\r\n"));
        backend.say(answer + "\r\n");
        return client.answer().head();
    }

    @Test
    void oursStandsBesideTheBackendsOwnCookies() throws IOException {
        sticky(Sticky.DEFAULT.withBy(Sticky.By.COOKIE));
        client.get("/");
        try (Wire backend = one.accept()) {
            List<String> set = answered(backend, "Set-Cookie: a=1, b", "Set-Cookie: lb-default=theirs; Path=/x")
                    .all("Set-Cookie");
            assertThat(set).hasSize(3).startsWith("a=1, b", "lb-default=theirs; Path=/x");
            assertThat(set.get(2)).startsWith("lb-default=").endsWith("; Path=/; HttpOnly; SameSite=Lax");
            String mine = set.get(2).replaceFirst(";.*", "");
            for (int i = 0; i < 3; i++) {
                client.get("/", "Cookie: x=y; " + mine);
                assertThat(answered(backend, "Set-Cookie: c=2").all("Set-Cookie"))
                        .containsExactly("c=2");
            }
            client.get("/", "Cookie: x=y", "Cookie: " + mine);
            assertThat(answered(backend).all("Set-Cookie")).isEmpty();
        }
    }

    @Test
    void aHeaderTakesThePlaceOfTheBackendsOwn() throws IOException {
        sticky(Sticky.DEFAULT.withName("X-Session").withBy(Sticky.By.HEADER));
        client.get("/");
        try (Wire backend = one.accept()) {
            List<String> told = answered(backend, "x-session: theirs").all("X-Session");
            assertThat(told).hasSize(1);
            assertThat(told.get(0)).hasSize(36);
            client.get("/", "X-Session: " + told.get(0));
            assertThat(answered(backend).all("X-Session")).isEmpty();
        }
    }

    @Test
    void theApplicationsCookieIsLearnedFromItsAnswer() throws IOException {
        sticky(Sticky.DEFAULT.withName("SID").withBy(Sticky.By.APP_COOKIE));
        client.get("/", "Cookie: SID=abc");
        try (Wire first = one.accept()) {
            assertThat(answered(first).all("Set-Cookie"))
                    .as("a client cannot say where its session is")
                    .isEmpty();
            client.get("/");
            try (Wire second = two.accept()) {
                assertThat(answered(second, "Set-Cookie: x=1", "Set-Cookie: SID=abc; Path=/")
                                .all("Set-Cookie"))
                        .containsExactly("x=1", "SID=abc; Path=/");
                for (int i = 0; i < 4; i++) {
                    client.get("/", "Cookie: SID=abc");
                    answered(second);
                }
            }
        }
    }

    @Test
    void theFailedAttemptOfASessionIsRetriedElsewhereAndMovesNothing() throws IOException {
        sticky(Sticky.DEFAULT.withBy(Sticky.By.COOKIE));
        client.get("/");
        try (Wire backend = one.accept()) {
            String mine = answered(backend).all("Set-Cookie").get(0).replaceFirst(";.*", "");
            client.get("/", "Cookie: " + mine);
            backend.head();
            backend.socket.close();
            try (Wire other = two.accept()) {
                assertThat(answered(other).all("Set-Cookie")).isEmpty();
            }
            client.get("/", "Cookie: " + mine);
            try (Wire again = one.accept()) {
                answered(again);
            }
        }
    }
}

package dev.fairlead.server.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StickyTest {

    @Test
    void itsKeysAndDefaultsAreThoseOfTheManual() {
        assertThat(Schema.of(Sticky.class).texts(Sticky.DEFAULT))
                .hasToString(
                        "{by=off, name=, ttl=0s, secure=auto, same-site=lax, path=/, domain=, when-gone=rebalance}");
    }

    @Test
    void aCookieHasANameOfItsOwn() {
        assertThat(Sticky.DEFAULT.withBy(Sticky.By.COOKIE).nameIn("web")).isEqualTo("lb-web");
        assertThat(Sticky.DEFAULT.withName("x").nameIn("web")).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource({"0s, 0", "1ns, 1", "1s, 1", "1500ms, 2", "365d, 31536000"})
    void itsTimeIsRoundedUpToSeconds(String ttl, long seconds) {
        assertThat(Sticky.DEFAULT.withTtl(Durations.parse(ttl)).ttlSeconds()).isEqualTo(seconds);
    }

    @Test
    void whatHasNoNameOfItsOwnNeedsOne() {
        assertThatThrownBy(() -> Sticky.DEFAULT.withBy(Sticky.By.HEADER))
                .hasMessageContaining("name: \"\" names no header, expected the name to look for");
        assertThatThrownBy(() -> Sticky.DEFAULT.withBy(Sticky.By.APP_COOKIE))
                .hasMessageContaining("name: \"\" names no cookie, expected the name to look for");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a b", "a=b", "a;b", "a,b", "ünïcode", "a\r\nSet-Cookie: b", "\"q\"", "a:b", "{}"})
    void aNameIsAToken(String name) {
        assertThatThrownBy(() -> Sticky.DEFAULT.withName(name)).hasMessageContaining("is not a name, expected");
        assertThatThrownBy(() -> Sticky.DEFAULT.withName("a".repeat(65))).hasMessageContaining("is not a name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cookie", "set-cookie", "HOST", "Content-Length", "X-Forwarded-For", "connection"})
    void aHeaderWithAMeaningOfItsOwnCarriesNoSession(String name) {
        assertThatThrownBy(() -> Sticky.DEFAULT.withName(name).withBy(Sticky.By.HEADER))
                .hasMessageContaining("has a meaning of its own, expected another header such as X-Session");
        assertThat(Sticky.DEFAULT.withName(name).withBy(Sticky.By.COOKIE).name())
                .isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "shop", "/a b", "/a;Secure", "/a?b", "/a#b", "/ü", "/\r\n"})
    void aPathBreaksNoCookie(String path) {
        assertThatThrownBy(() -> Sticky.DEFAULT.withPath(path)).hasMessageContaining("is not a path for a cookie");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", ".", "a..b", "-a", "a-", "a;b", "a b", "example.com.", "ü.de", "*.example.com"})
    void aDomainIsAHostName(String domain) {
        assertThatThrownBy(() -> Sticky.DEFAULT.withDomain(domain))
                .hasMessageContaining("is not a domain, expected one such as example.com");
    }

    @Test
    void whatBrowsersRefuseIsRefusedHere() {
        Sticky cookie = Sticky.DEFAULT.withBy(Sticky.By.COOKIE);

        assertThatThrownBy(() -> cookie.withSecure(Sticky.Secure.OFF).withSameSite(Sticky.SameSite.NONE))
                .hasMessageContaining("same-site: browsers refuse none without");
        assertThatThrownBy(() -> cookie.withSecure(Sticky.Secure.OFF).withName("__Secure-x"))
                .hasMessageContaining("without the attribute Secure");
        assertThatThrownBy(() -> cookie.withName("__host-x").withPath("/shop"))
                .hasMessageContaining("unless it is for one host");
        assertThatThrownBy(() -> cookie.withName("__Host-x").withDomain("example.com"))
                .hasMessageContaining("unless it is for one host");
        assertThat(cookie.withName("__Host-x").withTtl(Duration.ofHours(1)).path())
                .isEqualTo("/");
    }

    @Test
    void theSlowestDomainCostsNothing() {
        assertThatThrownBy(() -> Sticky.DEFAULT.withDomain("a".repeat(100_000) + "!"))
                .hasMessageContaining("is not a domain");
        assertThatThrownBy(() -> Sticky.DEFAULT.withDomain("a-".repeat(120) + "!"))
                .hasMessageContaining("is not a domain");
    }

    @Test
    void whatIsDrawnAtRandomReadsBackEqual() {
        RandomSettings random = new RandomSettings(new SplittableRandom(4));
        Schema<Sticky> schema = Schema.of(Sticky.class);
        for (int i = 0; i < 500; i++) {
            Sticky drawn = random.record(Sticky.DEFAULT);
            Map<String, String> texts = schema.texts(drawn);

            assertThat(schema.make(component -> component.type().parse(texts.getOrDefault(component.key(), ""))))
                    .isEqualTo(drawn);
        }
        assertThat(random.unlike(Sticky.DEFAULT)).isNotEqualTo(Sticky.DEFAULT);
    }
}

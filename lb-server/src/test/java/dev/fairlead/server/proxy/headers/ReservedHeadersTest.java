package dev.fairlead.server.proxy.headers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.route.ReservedHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator's edits may touch, and what the proxy treats as its own, is one thing in two lists. */
class ReservedHeadersTest {

    @Test
    void whatDoesNotCrossIsNotEdited() {
        assertThat(HopByHop.NAMES).isNotEmpty().allMatch(ReservedHeaders::isReserved);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "Content-Length",
                "Expect",
                "Transfer-Encoding",
                "X-Forwarded-For",
                "X-Forwarded-Proto",
                "X-Forwarded-Host",
                "X-Forwarded-Port",
                "X-Forwarded-By",
                "X-Forwarded-Whatever",
                "X-Backend-Server",
                "X-Request-Id",
                "Proxy",
                "Forwarded",
                "X-Real-IP",
                "X_Real.IP",
                "x_forwarded_for",
                "content_length",
                "TE"
            })
    void whatIsNotOrdinaryIsNotEdited(String name) {
        assertThat(HeaderRole.of(name)).isNotEqualTo(HeaderRole.ORDINARY);
        assertThat(ReservedHeaders.isReserved(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept",
                "Cookie",
                "Set-Cookie",
                "Authorization",
                "X-Team",
                "X_Team",
                "Cache-Control",
                "Location"
            })
    void whatIsOrdinaryMayBeEdited(String name) {
        assertThat(HeaderRole.of(name)).isEqualTo(HeaderRole.ORDINARY);
        assertThat(ReservedHeaders.isReserved(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Via", "X-Mirrored-By", "x_mirrored_by"})
    void marksOfAPassageAreNotEdited(String name) {
        assertThat(ReservedHeaders.isReserved(name)).isTrue();
    }
}

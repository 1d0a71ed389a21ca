package dev.fairlead.server.routing.sticky;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppCookieTest {
    private static final long NOW = 1_800_000_000L;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "SID=abc | abc",
                "' SID = abc ; Path=/' | abc",
                "SID=a=b==; HttpOnly | a=b==",
                "'SID=\"a b\"; Path=/' | '\"a b\"'",
                "SID=abc;Max-Age=1 | abc",
                "SID=abc; max-age=3600; Expires=Thu, 01 Jan 1970 00:00:00 GMT | abc",
                "SID=abc; Max-Age=0; Max-Age=10 | abc",
                "SID=abc; Max-Age=99999999999999999999 | abc",
                "SID=abc; Max-Age=soon | abc",
                "SID=abc; Max-Age= | abc",
                "SID=abc; Max-Age | abc",
                "SID=abc; Expires=never | abc",
                "SID=abc; Expires=Wed, 01 Jan 2098 00:00:00 GMT | abc",
                "SID=abc; Comment=Max-Age=0 | abc",
                "SID=abc;;;=;; | abc",
            })
    void aCookieThatIsSetHasItsValue(String header, String value) {
        AppCookie cookie = requireNonNull(AppCookie.parse(header, "SID", NOW));

        assertThat(cookie.isCleared()).as(header).isFalse();
        assertThat(cookie.value()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SID=",
                "SID=; Path=/",
                "SID=\"\"",
                "SID=abc; Max-Age=0",
                "SID=abc; MAX-AGE = -1",
                "SID=abc; Max-Age=000",
                "SID=abc; Max-Age=-99999999999999999999",
                "SID=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT; Path=/",
                "SID=abc; Expires=Sun, 06 Nov 1994 08:49:37 GMT",
                "SID=abc; Expires=Sunday, 06-Nov-94 08:49:37 GMT",
                "SID=abc; Expires=Sun Nov  6 08:49:37 1994",
                "SID=abc; Expires=06 Nov 1994 8:4:3",
            })
    void aCookieThatEndsIsCleared(String header) {
        assertThat(requireNonNull(AppCookie.parse(header, "SID", NOW)).isCleared())
                .as(header)
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SID",
                "; SID=abc",
                "sid=abc",
                "XSID=abc",
                "SIDX=abc",
                "a=1; SID=abc",
                "=SID=abc",
                "SID=a\tb",
                "SID=a\u0000b",
                "SID; x=abc",
            })
    void whatIsAnotherCookieOrNoneIsNotLearned(String header) {
        assertThat(AppCookie.parse(header, "SID", NOW)).as(header).isNull();
    }

    @Test
    void anEndlessValueIsNotLearned() {
        assertThat(AppCookie.parse("SID=" + "a".repeat(4097), "SID", NOW)).isNull();
        assertThat(AppCookie.parse("SID=" + "a".repeat(4096), "SID", NOW)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sun, 06 Nov 1994 08:49:37 GMT | 784111777",
                "Thu, 01 Jan 1970 00:00:00 GMT | 0",
                "1 jan 70 0:0:0 | 0",
                "01 Feb 69 00:00:00 | 3126902400",
                "00:00:00x 29-Feb-2024 | 1709164800",
            })
    void aDateIsReadAsBrowsersDo(String text, long seconds) {
        assertThat(CookieDate.parse(text)).hasValue(seconds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Sun, 06 Nov 1994",
                "08:49:37",
                "31 Feb 2024 00:00:00",
                "1 Jan 1600 00:00:00",
                "1 Jan 2024 24:00:00",
                "1 Jan 2024 00:60:00",
                "0 Jan 2024 00:00:00"
            })
    void whatIsNoDateIsNone(String text) {
        assertThat(CookieDate.parse(text)).isEmpty();
    }

    @Test
    void noiseIsReadWithoutHarm() {
        SplittableRandom random = new SplittableRandom(3);
        String letters = "SID=;\" ,:-0197JanMaxAgeexpires\t\u0000\u00e9";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "SID=a; Expires=" : "");
            for (int n = random.nextInt(60); n > 0; n--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            AppCookie cookie = AppCookie.parse(text.toString(), "SID", NOW);
            assertThat(cookie == null || cookie.value().length() <= text.length())
                    .isTrue();
        }
    }
}

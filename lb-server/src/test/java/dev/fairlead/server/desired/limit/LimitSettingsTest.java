package dev.fairlead.server.desired.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.server.desired.CidrBlock;
import dev.fairlead.server.desired.InvalidSettings;
import dev.fairlead.server.desired.RandomSettings;
import dev.fairlead.server.desired.Schema;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitSettingsTest {

    private static final RateLimit LIMIT = new RateLimit("per-client", RateKey.CLIENT, Rate.parse("100/s"), 0, false);

    @ParameterizedTest
    @CsvSource({
        "100/s, 100/s, 10000000, 100",
        " 5 / m , 5/m, 12000000000, 1",
        "90/m, 90/m, 666666667, 2",
        "1/h, 1/h, 3600000000000, 1",
        "1000000000/s, 1000000000/s, 1, 1000000000",
        "7/s, 7/s, 142857143, 7",
    })
    void aRateIsANumberPerTime(String text, String plain, long interval, int perSecond) {
        Rate rate = Rate.parse(text);
        assertThat(rate).hasToString(plain);
        assertThat(rate.intervalNanos()).isEqualTo(interval);
        assertThat(rate.perSecond()).isEqualTo(perSecond);
        assertThat(Rate.parse(rate.toString())).isEqualTo(rate);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "100",
                "0/s",
                "-1/s",
                "1.5/s",
                "1000000001/s",
                "99999999999999999999/s",
                "1/d",
                "1/S",
                "1/s/s",
                "/s",
                "one/s",
                "١/s"
            })
    void aRateThatIsNoneSaysWhatOneIs(String text) {
        assertThatThrownBy(() -> Rate.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "\"" + text + "\" is not a rate, expected a number from 1 to 1000000000 per second, minute or"
                                + " hour, such as 100/s, 5/m or 1/h");
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "client", "header:X-User", "cookie:session_id"})
    void aKeyIsReadBackAsItIsWritten(String text) {
        assertThat(RateKey.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Client", "header", "header:", "header:a b", "cookie:a;b", "path", "header:ü", "header:a\nb"
            })
    void aKeyThatIsNoneSaysWhatOneIs(String text) {
        assertThatThrownBy(() -> RateKey.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "\"" + text + "\" is not what a rate limit can tell requests apart by, expected all, client,"
                                + " header:NAME or cookie:NAME");
    }

    @Test
    void allThatIsWrongWithALimitIsSaidAtOnce() {
        assertThatThrownBy(() -> new RateLimit("a b", RateKey.CLIENT, Rate.parse("1/h"), 8761, false))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining(
                        "name: \"a b\" is not a name of a rate limit, expected 1 to 63 letters, digits, _ or -")
                .hasMessageContaining("burst: 8761 takes more than a year to come back at 1/h, expected 8760 or less");
        assertThatThrownBy(() -> LIMIT.withBurst(-1)).hasMessageContaining("burst: -1 is");
        assertThatThrownBy(() -> LIMIT.withBurst(1_000_000_001)).hasMessageContaining("burst: 1000000001 is");
    }

    @Test
    void noBurstIsTheRequestsOfASecond() {
        assertThat(LIMIT.allowance()).isEqualTo(100);
        assertThat(LIMIT.withRate(Rate.parse("1/m")).allowance()).isEqualTo(1);
        assertThat(LIMIT.withRate(Rate.parse("1000/h")).allowance()).isEqualTo(1);
        assertThat(LIMIT.withBurst(7).allowance()).isEqualTo(7);
    }

    @Test
    void everySettingIsReadBackAsItIsWritten() {
        RandomSettings draw = new RandomSettings(new Random(1));
        for (int i = 0; i < 200; i++) {
            RateLimit limit = draw.record(LIMIT);
            Access access = draw.record(Access.DEFAULT);
            assertThat(reread(limit)).isEqualTo(limit);
            assertThat(reread(access)).isEqualTo(access);
        }
    }

    private static <R extends Record> R reread(R record) {
        return Schema.of(record)
                .make(component -> component.isSetting()
                        ? component.type().parse(component.type().text(component.in(record)))
                        : component.in(record));
    }

    @Test
    void aBlockThatIsGivenTwiceIsThereOnce() {
        CidrBlock block = CidrBlock.parse("10.0.0.0/8");
        assertThat(Access.DEFAULT.withDeny(List.of(block, block)).deny()).containsExactly(block);
    }
}

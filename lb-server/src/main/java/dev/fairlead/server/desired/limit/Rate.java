package dev.fairlead.server.desired.limit;

import dev.fairlead.server.desired.Checks;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many requests in which time, written {@code 100/s}, {@code 5/m} or {@code 1/h}. */
public record Rate(int count, Unit unit) {

    private static final int MOST = 1_000_000_000;
    private static final Pattern TEXT = Pattern.compile("\\s*(\\d{1,10})\\s*/\\s*([smh])\\s*");

    /** What the requests are counted over. */
    public enum Unit {
        S(1),
        M(60),
        H(3600);

        private final int seconds;

        Unit(int seconds) {
            this.seconds = seconds;
        }

        public int seconds() {
            return seconds;
        }
    }

    public Rate {
        new Checks()
                .that(
                        count >= 1 && count <= MOST,
                        "rate",
                        count + " is out of range, expected a number from 1 to " + MOST)
                .done();
    }

    public static Rate parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        long count = matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("\"" + text
                    + "\" is not a rate, expected a number from 1 to " + MOST
                    + " per second, minute or hour, such as 100/s, 5/m or 1/h");
        }
        return new Rate((int) count, Unit.valueOf(matcher.group(2).toUpperCase(Locale.ROOT)));
    }

    /** From one request to the next at exactly this rate; rounded up, so that never more than allowed are let in. */
    public long intervalNanos() {
        return (unit.seconds * 1_000_000_000L - 1) / count + 1;
    }

    /** Rounded up. */
    public int perSecond() {
        return (count - 1) / unit.seconds + 1;
    }

    @Override
    public String toString() {
        return count + "/" + unit.name().toLowerCase(Locale.ROOT);
    }
}

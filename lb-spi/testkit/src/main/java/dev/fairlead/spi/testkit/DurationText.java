package dev.fairlead.spi.testkit;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as the load balancer reads them: {@code 250ms}, {@code 1.5s}, {@code 2m}; a bare number is milliseconds. */
final class DurationText {
    private static final Pattern MILLIS = Pattern.compile("[0-9]{1,18}");
    private static final Pattern TEXT = Pattern.compile("(-?\\d{1,19})(?:\\.(\\d{1,9}))?\\s*([a-zA-Zµ]+)");
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "min", 60_000_000_000L,
            "h", 3_600_000_000_000L,
            "d", 86_400_000_000_000L);

    private DurationText() {}

    /** Null if this is no duration. */
    static @Nullable Duration parse(String text) {
        String plain = text.strip();
        if (MILLIS.matcher(plain).matches()) {
            return Duration.ofMillis(Long.parseLong(plain));
        }
        Matcher matcher = TEXT.matcher(plain);
        Long unit = matcher.matches() ? NANOS.get(matcher.group(3).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            return null;
        }
        try {
            Duration whole = Duration.ofNanos(unit).multipliedBy(Long.parseLong(matcher.group(1)));
            long part = matcher.group(2) == null ? 0 : Math.round(Double.parseDouble("0." + matcher.group(2)) * unit);
            Duration sum = plain.startsWith("-") ? whole.minusNanos(part) : whole.plusNanos(part);
            return Duration.ofNanos(sum.toNanos());
        } catch (ArithmeticException | NumberFormatException tooLong) {
            return null;
        }
    }

    static String of(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }
}

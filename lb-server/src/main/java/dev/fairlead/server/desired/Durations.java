package dev.fairlead.server.desired;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as people write them: {@code 250ms}, {@code 5s}, {@code 2m}. */
public final class Durations {

    public static final String EXPECTED = "a duration with its unit such as 250ms, 5s or 2m";

    private static final Pattern TEXT = Pattern.compile("(-?\\d{1,19})(?:\\.(\\d{1,9}))?\\s*([a-zA-Zµ]+)");
    private static final Map<String, Long> NANOS = Map.ofEntries(
            Map.entry("ns", 1L),
            Map.entry("us", 1_000L),
            Map.entry("µs", 1_000L),
            Map.entry("ms", 1_000_000L),
            Map.entry("s", 1_000_000_000L),
            Map.entry("m", 60_000_000_000L),
            Map.entry("min", 60_000_000_000L),
            Map.entry("h", 3_600_000_000_000L),
            Map.entry("d", 86_400_000_000_000L));

    private static final Duration COUNTABLE = Duration.ofNanos(Long.MAX_VALUE);

    private Durations() {}

    /** Unlike in HOCON, a number without a unit is refused: some would read it as seconds, others as milliseconds. */
    public static Duration parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        Long unit = matcher.matches() ? NANOS.get(matcher.group(3).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("\"" + text + "\" is not a duration, expected " + EXPECTED);
        }
        try {
            Duration whole = Duration.ofNanos(unit).multipliedBy(Long.parseLong(matcher.group(1)));
            Duration sum = whole.plusNanos(fraction(matcher.group(1), matcher.group(2), unit));
            // All later code counts in long nanoseconds, so values that do not fit are refused here.
            return Duration.ofNanos(sum.toNanos());
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is too long, expected " + EXPECTED, e);
        }
    }

    private static long fraction(String whole, @Nullable String digits, long unit) {
        if (digits == null) {
            return 0;
        }
        long nanos = Math.round(Double.parseDouble("0." + digits) * unit);
        return whole.startsWith("-") ? -nanos : nanos;
    }

    /** In the largest unit that divides it, so that {@link #parse} reads it back equal. */
    public static String text(Duration duration) {
        if (duration.abs().compareTo(COUNTABLE) > 0) {
            return duration.toDays() + "d";
        }
        long nanos = duration.toNanos();
        if (nanos == 0) {
            return "0s";
        }
        for (String unit : new String[] {"d", "h", "m", "s", "ms", "us"}) {
            long size = NANOS.getOrDefault(unit, 1L);
            if (nanos % size == 0) {
                return nanos / size + unit;
            }
        }
        return nanos + "ns";
    }
}

package dev.fairlead.ctl.value;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Spans of time: "250ms", "1.5s", "2m", "1h", "1d". */
public final class Spans implements ITypeConverter<Duration> {

    private static final Pattern SPELT = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)\\s*(ms|s|m|h|d)");
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long SECONDS_PER_HOUR = 3600;
    private static final long SECONDS_PER_DAY = 24 * SECONDS_PER_HOUR;

    @Override
    public Duration convert(String text) {
        Matcher spelt = SPELT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!spelt.matches()) {
            throw new TypeConversionException(
                    "\"" + text + "\" is not a duration, expected one such as 250ms, 5s or 2m");
        }
        double nanosPerUnit = switch (spelt.group(2)) {
            case "ms" -> NANOS_PER_MILLI;
            case "s" -> 1e9;
            case "m" -> 60e9;
            case "h" -> SECONDS_PER_HOUR * 1e9;
            default -> SECONDS_PER_DAY * 1e9;
        };
        double nanos = Double.parseDouble(spelt.group(1)) * nanosPerUnit;
        if (nanos > Long.MAX_VALUE) {
            throw new TypeConversionException("\"" + text + "\" is too long, expected less than 292 years");
        }
        return Duration.ofNanos(Math.round(nanos));
    }

    /** In the largest unit without a remainder, as users would type it. */
    public static String text(Duration span) {
        long millis = span.toMillis();
        if (span.toNanosPart() % 1_000_000 != 0) {
            return millis(span.toNanos() / NANOS_PER_MILLI);
        }
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = span.toSeconds();
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        return seconds % SECONDS_PER_HOUR == 0 ? seconds / SECONDS_PER_HOUR + "h" : seconds / 60 + "m";
    }

    public static String text(com.google.protobuf.Duration span) {
        return text(Duration.ofSeconds(span.getSeconds(), span.getNanos()));
    }

    public static com.google.protobuf.Duration proto(Duration span) {
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(span.getSeconds())
                .setNanos(span.getNano())
                .build();
    }

    /** A measured time, from "0.04 ms" to "12.3 s". */
    public static String measured(double seconds) {
        return seconds >= 10 ? String.format(Locale.ROOT, "%.1f s", seconds) : millis(seconds * 1000);
    }

    public static String measured(com.google.protobuf.Duration span) {
        return measured(span.getSeconds() + span.getNanos() / 1e9);
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 1 ? "%.2f ms" : millis < 100 ? "%.1f ms" : "%.0f ms", millis);
    }
}

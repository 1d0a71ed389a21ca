package dev.fairlead.ctl.value;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Formats numbers, times and small maps for tables. */
public final class Figures {

    /** The placeholder for an empty value. */
    public static final String NONE = "-";

    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private Figures() {}

    /** @param share from 0 to 1 */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", share * 100);
    }

    /** A rate, with a decimal while that is meaningful. */
    public static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond < 100 ? "%.1f" : "%.0f", perSecond);
    }

    /** A size, from "12 B" to "3.4 TiB". */
    public static String bytes(long count) {
        double shown = count;
        int unit = 0;
        while (shown >= 1024 && unit < 4) {
            shown /= 1024;
            unit++;
        }
        return unit == 0 ? count + " B" : String.format(Locale.ROOT, "%.1f %ciB", shown, "KMGT".charAt(unit - 1));
    }

    /** In the user's time zone. */
    public static String moment(Timestamp time, ZoneId zone) {
        return MOMENT.format(
                Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).atZone(zone));
    }

    public static String pairs(Map<String, String> map) {
        return map.isEmpty()
                ? NONE
                : map.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(","));
    }

    /** "1 request", "2 requests" */
    public static String count(long number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }

    public static String orNone(String text) {
        return text.isEmpty() ? NONE : text;
    }
}

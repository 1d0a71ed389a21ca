package dev.fairlead.spi.testkit;

import dev.fairlead.spi.InvalidOptionException;
import dev.fairlead.spi.StrategyOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Options given as text, as on a command line; records which ones were read, and how. */
public final class GivenOptions implements StrategyOptions {
    private final Map<String, String> given;
    private final Map<String, Asked> asked = new LinkedHashMap<>();

    /**
     * An option as the strategy read it.
     *
     * @param unacceptable a text that is refused for this option, or null if any is accepted
     * @param soundDefault whether the default lies within the range that the strategy itself named
     */
    public record Asked(String name, @Nullable String unacceptable, boolean soundDefault) {}

    public GivenOptions(Map<String, String> given) {
        this.given = Map.copyOf(given);
    }

    /** Every option that was read, by name, in the order of reading. */
    public Map<String, Asked> asked() {
        return Map.copyOf(asked);
    }

    /** Every option that was given but not read; the host refuses these. */
    public Set<String> unread() {
        Set<String> unread = new TreeSet<>(given.keySet());
        unread.removeAll(asked.keySet());
        return unread;
    }

    @Override
    public String string(String name, String fallback) {
        asked.put(name, new Asked(name, null, true));
        return given.getOrDefault(name, fallback);
    }

    @Override
    public String choice(String name, String fallback, List<String> allowed) {
        asked.put(name, new Asked(name, "no such word", allowed.contains(fallback)));
        String text = given.get(name);
        if (text == null) {
            return fallback;
        }
        for (String word : allowed) {
            if (plain(word).equals(plain(text))) {
                return word;
            }
        }
        throw refused(name, text, "one of " + String.join(", ", allowed));
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    @Override
    public boolean bool(String name, boolean fallback) {
        return switch (choice(name, fallback ? "true" : "false", List.of("true", "false", "on", "off", "yes", "no"))) {
            case "true", "on", "yes" -> true;
            default -> false;
        };
    }

    @Override
    public int integer(String name, int fallback, int min, int max) {
        double value = number(name, fallback, min, max, "", "a whole number");
        if (value != Math.rint(value)) {
            throw refused(name, String.valueOf(given.get(name)), "a whole number from " + min + " to " + max);
        }
        return (int) value;
    }

    @Override
    public double decimal(String name, double fallback, double min, double max) {
        return number(name, fallback, min, max, "", "a number");
    }

    @Override
    public double percent(String name, double fallback, double min, double max) {
        return number(name, fallback, min, max, "%", "a percentage");
    }

    private double number(String name, double fallback, double min, double max, String unit, String kind) {
        asked.put(name, new Asked(name, "not a number", min <= fallback && fallback <= max));
        String text = given.get(name);
        if (text == null) {
            return fallback;
        }
        String expected = kind + " from " + plain(min) + unit + " to " + plain(max) + unit;
        try {
            double value =
                    Double.parseDouble(text.endsWith(unit) ? text.substring(0, text.length() - unit.length()) : text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw refused(name, text, expected);
        }
        throw refused(name, text, expected);
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    @Override
    public Duration duration(String name, Duration fallback, Duration min, Duration max) {
        asked.put(
                name, new Asked(name, "no time at all", min.compareTo(fallback) <= 0 && fallback.compareTo(max) <= 0));
        String text = given.get(name);
        if (text == null) {
            return fallback;
        }
        Duration value = DurationText.parse(text);
        if (value == null || value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw refused(name, text, "a duration from " + DurationText.of(min) + " to " + DurationText.of(max));
        }
        return value;
    }

    private static InvalidOptionException refused(String name, String text, String expected) {
        return new InvalidOptionException(name, "is " + text + ", expected " + expected);
    }
}

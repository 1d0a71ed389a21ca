package dev.fairlead.server.strategy;

import dev.fairlead.server.desired.Durations;
import dev.fairlead.server.desired.NearestName;
import dev.fairlead.spi.InvalidOptionException;
import dev.fairlead.spi.StrategyOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The options given by the operator, and which of them the strategy has read. Used only on the plug-in's thread. */
final class ConfiguredOptions implements StrategyOptions {
    /** The test kit reads durations by the same rules. */
    private static final Pattern PLAIN_NUMBER = Pattern.compile("[0-9]{1,18}");

    private final Map<String, String> given = new HashMap<>();
    private final Set<String> asked = new TreeSet<>();

    ConfiguredOptions(Map<String, String> given) {
        given.forEach((name, value) -> this.given.put(plain(name), value.strip()));
    }

    /** @throws StrategyRefused if an option was given that the strategy never asked for */
    void refuseUnread(String strategy) {
        for (String name : given.keySet()) {
            if (!asked.contains(name)) {
                String known = asked.isEmpty() ? "it takes none" : "it takes " + String.join(", ", asked);
                String hint = NearestName.hint(name, asked);
                throw StrategyRefused.option(
                        name, strategy + " has no such option" + (hint.isEmpty() ? "; " : hint + " ") + known);
            }
        }
    }

    @Override
    public String string(String name, String fallback) {
        return read(name, fallback, "text", text -> text);
    }

    @Override
    public String choice(String name, String fallback, List<String> allowed) {
        return read(
                name,
                fallback,
                "one of " + String.join(", ", allowed),
                text -> allowed.stream()
                        .filter(word -> plain(word).equals(plain(text)))
                        .findFirst()
                        .orElse(null));
    }

    @Override
    public boolean bool(String name, boolean fallback) {
        return read(name, fallback, "true or false", text -> switch (plain(text)) {
            case "true", "on", "yes" -> true;
            case "false", "off", "no" -> false;
            default -> null;
        });
    }

    @Override
    public int integer(String name, int fallback, int min, int max) {
        return read(name, fallback, "a whole number from " + min + " to " + max, text -> {
            int value = Integer.parseInt(text);
            return value >= min && value <= max ? value : null;
        });
    }

    @Override
    public double decimal(String name, double fallback, double min, double max) {
        return read(name, fallback, "a number from " + min + " to " + max, text -> within(text, min, max));
    }

    @Override
    public double percent(String name, double fallback, double min, double max) {
        return read(name, fallback, "a percentage from " + min + "% to " + max + "%", text -> {
            boolean signed = text.endsWith("%");
            return within(signed ? text.substring(0, text.length() - 1).strip() : text, min, max);
        });
    }

    @Override
    public Duration duration(String name, Duration fallback, Duration min, Duration max) {
        String expected = "a duration from " + Durations.text(min) + " to " + Durations.text(max);
        return read(name, fallback, expected, text -> {
            Duration value = PLAIN_NUMBER.matcher(text).matches()
                    ? Duration.ofMillis(Long.parseLong(text))
                    : Durations.parse(text);
            return value.compareTo(min) >= 0 && value.compareTo(max) <= 0 ? value : null;
        });
    }

    /** @param parse answers null, or throws, for what cannot be accepted */
    private <T> T read(String name, T fallback, String expected, Function<String, @Nullable T> parse) {
        asked.add(plain(name));
        String text = given.get(plain(name));
        if (text == null) {
            return fallback;
        }
        T value;
        try {
            value = parse.apply(text);
        } catch (IllegalArgumentException notOfThatType) {
            value = null;
        }
        if (value == null) {
            throw new InvalidOptionException(plain(name), "is \"" + text + "\", expected " + expected);
        }
        return value;
    }

    private static @Nullable Double within(String text, double min, double max) {
        double value = Double.parseDouble(text);
        return value >= min && value <= max ? value : null;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

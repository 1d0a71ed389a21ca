package dev.fairlead.server.desired;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a record under construction. */
public final class Checks {

    private static final Duration LONGEST = Duration.ofDays(365);

    private final List<InvalidSettings.Problem> problems = new ArrayList<>();

    /**
     * What is wrong with the values by what the settings say of themselves.
     *
     * @param values of all components, in order
     */
    public static Checks of(Class<? extends Record> type, Object... values) {
        List<Component> components = Schema.of(type).components();
        if (values.length != components.size()) {
            throw new IllegalStateException(
                    type.getSimpleName() + " checks " + values.length + " of its " + components.size() + " components");
        }
        Checks checks = new Checks();
        for (int i = 0; i < values.length; i++) {
            components.get(i).check(values[i], checks);
        }
        return checks;
    }

    public Checks that(boolean holds, String key, String text) {
        if (!holds) {
            problems.add(new InvalidSettings.Problem(key, text));
        }
        return this;
    }

    Checks between(String key, long value, long low, long high) {
        return that(
                value >= low && value <= high,
                key,
                value + " is out of range, expected a number from " + low + " to " + high);
    }

    Checks atLeast(String key, long value, long low) {
        return that(value >= low, key, value + " is too small, expected " + low + " or more");
    }

    Checks percentage(String key, double percent) {
        return that(
                percent >= 0 && percent <= 100,
                key,
                String.valueOf(percent).replaceFirst("\\.0$", "")
                        + "% is out of range, expected a percentage from 0% to 100%");
    }

    Checks notNegative(String key, Duration value) {
        return that(!value.isNegative(), key, Durations.text(value) + " is negative, expected a duration of 0s or more")
                .notEndless(key, value);
    }

    Checks positive(String key, Duration value) {
        return that(
                        !value.isNegative() && !value.isZero(),
                        key,
                        Durations.text(value) + " is too short, expected a duration longer than 0s")
                .notEndless(key, value);
    }

    /** All later code adds durations as nanoseconds in a long. */
    private Checks notEndless(String key, Duration value) {
        return that(
                value.compareTo(LONGEST) <= 0,
                key,
                Durations.text(value) + " is too long, expected a duration of " + LONGEST.toDays() + "d or less");
    }

    /** @throws InvalidSettings if something is wrong */
    public void done() {
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
    }
}

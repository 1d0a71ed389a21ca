package dev.fairlead.spi;

import java.time.Duration;
import java.util.List;

/**
 * The options of a strategy, read by name, each with its type, its default and its range. Names are kebab-case.
 *
 * <p>Reading an option makes it known. After {@link StrategyProvider#create} has returned, the host refuses every
 * option that was given but not read, and suggests the nearest one that was read. So read all options on every path,
 * even those that another option makes meaningless.
 *
 * <p>Every method throws {@link InvalidOptionException}, with a message for the operator, if the given option has the
 * wrong type or is out of range. Ranges include both ends. Defaults are not checked against them. For use only inside
 * {@code create}, on its thread.
 */
public interface StrategyOptions {

    /** Any text. */
    String string(String name, String fallback);

    /** One of a few words; hyphens and underscores are equivalent, and case does not matter. */
    String choice(String name, String fallback, List<String> allowed);

    /** {@code true}, {@code false}, {@code on}, {@code off}, {@code yes} or {@code no}. */
    boolean bool(String name, boolean fallback);

    /** A whole number. */
    int integer(String name, int fallback, int min, int max);

    /** A number with or without a fraction. */
    double decimal(String name, double fallback, double min, double max);

    /** A number with or without a percent sign: {@code 20%} and {@code 20} are both the value 20. */
    double percent(String name, double fallback, double min, double max);

    /** A number with a unit, {@code 250ms}, {@code 5s}, {@code 1m}; a bare number is milliseconds. */
    Duration duration(String name, Duration fallback, Duration min, Duration max);
}

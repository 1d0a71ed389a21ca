package dev.fairlead.server.desired;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads single values; what cannot be read is an IllegalArgumentException that says what was expected. */
public final class Values {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,19})\\s*([a-zA-Z]*)");
    private static final Map<String, Long> BYTES = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("b", 1L),
            Map.entry("kb", 1000L),
            Map.entry("mb", 1000L * 1000),
            Map.entry("gb", 1000L * 1000 * 1000),
            Map.entry("k", 1L << 10),
            Map.entry("kib", 1L << 10),
            Map.entry("m", 1L << 20),
            Map.entry("mib", 1L << 20),
            Map.entry("g", 1L << 30),
            Map.entry("gib", 1L << 30));

    /** Reading digits costs the square of their number. */
    private static final int LONGEST_NUMBER = 50;

    private Values() {}

    public static int integer(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(quoted(text) + " is not a whole number, expected one such as 3", e);
        }
    }

    public static boolean bool(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new IllegalArgumentException(quoted(text) + " is not a switch, expected true or false");
        };
    }

    public static long size(String text) {
        Matcher matcher = SIZE.matcher(text.strip());
        Long unit = matcher.matches() ? BYTES.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw notASize(text, null);
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
        } catch (ArithmeticException | NumberFormatException e) {
            throw notASize(text, e);
        }
    }

    /** In the largest unit that divides it, so that {@link #size} reads it back equal. */
    public static String sizeText(long bytes) {
        if (bytes == 0) {
            return "0";
        }
        int unit = Math.min(3, Long.numberOfTrailingZeros(bytes) / 10);
        return (bytes >> (10 * unit)) + List.of("", "KiB", "MiB", "GiB").get(unit);
    }

    private static IllegalArgumentException notASize(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                quoted(text) + " is not a size, expected bytes or a number with its unit such as 32KiB or 1MiB", cause);
    }

    /** A size that must fit the int which counts it. */
    public static int smallSize(String text) {
        long size = size(text);
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(quoted(text) + " is too large, expected less than 2GiB");
        }
        return (int) size;
    }

    /** The number before the percent sign; the sign may be left out. */
    public static double percent(String text) {
        return number(text).doubleValue();
    }

    /** A percentage that counts whole ones. */
    public static int wholePercent(String text) {
        try {
            return number(text).intValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    quoted(text) + " is not a whole percentage, expected one such as 50%", e);
        }
    }

    static String percentText(double percent) {
        return BigDecimal.valueOf(percent).stripTrailingZeros().toPlainString() + "%";
    }

    /** The parts between commas that have something in them. */
    static List<String> split(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** {@code zone=a,rack=7}; a text with a comma is put in quotes: {@code X-A="a, b"}. */
    static Map<String, String> texts(String text) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String part : QuotedTexts.split(text)) {
            int equals = part.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        quoted(part) + " is not a name with a text, expected one such as zone=a");
            }
            texts.put(
                    part.substring(0, equals).strip(),
                    QuotedTexts.plain(part.substring(equals + 1).strip()));
        }
        return texts;
    }

    static String textOfTexts(Map<String, String> texts) {
        return texts.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + QuotedTexts.quoted(entry.getValue()))
                .collect(Collectors.joining(","));
    }

    private static BigDecimal number(String text) {
        String number = text.strip();
        if (number.length() > LONGEST_NUMBER) {
            throw new IllegalArgumentException(
                    "a number of " + number.length() + " characters is not a percentage, expected one such as 20%");
        }
        try {
            return new BigDecimal(
                    number.endsWith("%")
                            ? number.substring(0, number.length() - 1).strip()
                            : number);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(quoted(text) + " is not a percentage, expected one such as 20%", e);
        }
    }

    /** One of an enum's constants, in lower case with hyphens. */
    public static <E extends Enum<E>> Function<String, E> choice(Class<E> type) {
        return text -> {
            String wanted = text.strip().toUpperCase(Locale.ROOT).replace('-', '_');
            for (E constant : type.getEnumConstants()) {
                if (constant.name().equals(wanted)) {
                    return constant;
                }
            }
            List<String> words =
                    Arrays.stream(type.getEnumConstants()).map(Values::word).toList();
            throw new IllegalArgumentException(
                    quoted(text) + " is unknown, expected " + oneOf(words) + NearestName.hint(text, words));
        };
    }

    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static String oneOf(List<String> words) {
        return words.stream().collect(Collectors.joining(", ")).replaceFirst(", ([^,]*)$", " or $1");
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}

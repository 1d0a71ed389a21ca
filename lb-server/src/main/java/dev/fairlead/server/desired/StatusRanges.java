package dev.fairlead.server.desired;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A set of status codes, written {@code 200-299,301}. */
public record StatusRanges(List<Range> ranges) {

    public static final StatusRanges SUCCESS = new StatusRanges(List.of(new Range(200, 299)));

    private static final Pattern RANGE = Pattern.compile("\\s*(\\d{3})\\s*(?:-\\s*(\\d{3})\\s*)?");

    public StatusRanges {
        ranges = List.copyOf(ranges);
    }

    public static StatusRanges parse(String text) {
        List<Range> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = RANGE.matcher(part);
            int low = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
            int high = low > 0 && matcher.group(2) != null ? Integer.parseInt(matcher.group(2)) : low;
            if (low < 100 || high < low || high > 599) {
                throw new IllegalArgumentException(
                        "\"" + text
                                + "\" is not a set of status codes, expected codes and ranges from 100 to 599 such as 200-299,301");
            }
            ranges.add(new Range(low, high));
        }
        return new StatusRanges(ranges);
    }

    public boolean contains(int status) {
        for (Range range : ranges) {
            if (status >= range.low && status <= range.high) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return ranges.stream().map(Range::toString).collect(Collectors.joining(","));
    }

    /** Both ends included. */
    public record Range(int low, int high) {
        @Override
        public String toString() {
            return low == high ? Integer.toString(low) : low + "-" + high;
        }
    }
}

package dev.fairlead.server.desired.route;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large a regular expression becomes when its counted repetitions are written out, which compiling it does: of
 * {@code ((a{1000}){1000}){1000}}, a thousand million. An estimate, never too low.
 */
final class ExpandedSize {

    private static final Pattern COUNTED = Pattern.compile("\\{(\\d{1,9})(,(\\d{0,9}))?}");
    private static final long ENDLESS = Long.MAX_VALUE / 4;

    private final String text;
    private final Matcher counted;
    private final Deque<Long> outer = new ArrayDeque<>();
    private long sum;
    private long last;
    private int at;

    private ExpandedSize(String text) {
        this.text = text;
        this.counted = COUNTED.matcher(text);
    }

    static long of(String expression) {
        return new ExpandedSize(expression).read();
    }

    private long read() {
        while (at < text.length()) {
            switch (text.charAt(at)) {
                case '(' -> open();
                case ')' -> close();
                case '[' -> one(afterClass());
                case '\\' -> escape();
                case '{' -> repeat();
                default -> one(at + 1);
            }
        }
        while (!outer.isEmpty()) {
            close();
        }
        return sum;
    }

    private void one(int next) {
        last = 1;
        sum = plus(sum, 1);
        at = next;
    }

    private void open() {
        outer.push(sum);
        sum = 2;
        at++;
    }

    private void close() {
        last = sum;
        sum = plus(outer.isEmpty() ? 0 : outer.pop(), last);
        at++;
    }

    private void repeat() {
        if (!counted.region(at, text.length()).lookingAt()) {
            one(at + 1);
            return;
        }
        String most = counted.group(3);
        long times = Long.parseLong(most == null || most.isEmpty() ? counted.group(1) : most);
        long added = times > 0 && last > ENDLESS / (2 * times) ? ENDLESS : 2 * last * times;
        sum = plus(sum, added);
        last = plus(last, added);
        at = counted.end();
    }

    private void escape() {
        if (text.startsWith("\\Q", at)) {
            int end = text.indexOf("\\E", at + 2);
            int stop = end < 0 ? text.length() : end;
            sum = plus(sum, stop - at);
            last = 1;
            at = end < 0 ? stop : stop + 2;
            return;
        }
        boolean named = at + 2 < text.length() && "pPx".indexOf(text.charAt(at + 1)) >= 0 && text.charAt(at + 2) == '{';
        int end = named ? text.indexOf('}', at) : -1;
        one(end < 0 ? Math.min(at + 2, text.length()) : end + 1);
    }

    /** Behind the bracket that ends it; at the end of the text if none does. */
    private int afterClass() {
        int i = at + 1;
        if (i < text.length() && text.charAt(i) == '^') {
            i++;
        }
        if (i < text.length() && text.charAt(i) == ']') {
            i++;
        }
        while (i < text.length() && text.charAt(i) != ']') {
            if (text.charAt(i) == '\\') {
                i += 2;
            } else if (text.startsWith("[:", i)) {
                int end = text.indexOf(":]", i + 2);
                i = end < 0 ? i + 1 : end + 2;
            } else {
                i++;
            }
        }
        return Math.min(i + 1, text.length());
    }

    private static long plus(long a, long b) {
        return Math.min(ENDLESS, a + b);
    }
}

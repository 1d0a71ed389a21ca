package dev.fairlead.server.routing.match;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path as another server may read it.
 *
 * @param how the words for it: {@code with %2F as /}
 * @param path in normal form; null if it leads above the root
 */
record PathReading(String how, @Nullable String path) {

    /**
     * Every reading that differs from the normal form, each way and all of their combinations.
     *
     * @param marks of the path
     * @param normal its normal form
     */
    static List<PathReading> of(String path, int marks, String normal) {
        List<PathReading> readings = new ArrayList<>();
        String escaped = Escapes.normal(path);
        int possible = marks & PathMarks.AMBIGUOUS;
        int ways = 0;
        do {
            add(readings, read(escaped, ways), ways, normal);
            if ((ways & PathMarks.PARAMETER) != 0 && ways != PathMarks.PARAMETER) {
                // Some drop parameters first: then what is a slash to others is dropped with them.
                add(readings, read(withoutParameters(escaped), ways), ways, normal);
            }
            ways = (ways - possible) & possible; // the next subset
        } while (ways != 0);
        return readings;
    }

    private static void add(List<PathReading> readings, String text, int ways, String normal) {
        add(readings, new PathReading(words(ways, ""), NormalPath.resolved(text, true)), normal);
        if (text.contains("//")) {
            String apart = NormalPath.resolved(text, false);
            String path = apart == null ? null : NormalPath.resolved(apart, true);
            add(readings, new PathReading(words(ways, "// as two"), path), normal);
        }
    }

    private static void add(List<PathReading> readings, PathReading found, String normal) {
        if (!normal.equals(found.path)) {
            readings.add(found);
        }
    }

    private static String read(String path, int ways) {
        String read = path;
        if ((ways & PathMarks.ESCAPED_SLASH) != 0) {
            read = read.replace("%2F", "/");
        }
        if ((ways & PathMarks.ESCAPED_BACKSLASH) != 0) {
            read = read.replace("%5C", "/");
        }
        if ((ways & PathMarks.BACKSLASH) != 0) {
            read = read.replace('\\', '/');
        }
        return (ways & PathMarks.PARAMETER) != 0 ? withoutParameters(read) : read;
    }

    private static String withoutParameters(String path) {
        StringBuilder out = new StringBuilder(path.length());
        int from = 0;
        while (from < path.length()) {
            int semicolon = path.indexOf(';', from);
            if (semicolon < 0) {
                break;
            }
            out.append(path, from, semicolon);
            int slash = path.indexOf('/', semicolon);
            from = slash < 0 ? path.length() : slash;
        }
        return out.append(path, from, path.length()).toString();
    }

    private static String words(int ways, String more) {
        List<String> words = new ArrayList<>();
        if ((ways & PathMarks.ESCAPED_SLASH) != 0) {
            words.add("%2F as /");
        }
        if ((ways & PathMarks.ESCAPED_BACKSLASH) != 0) {
            words.add("%5C as /");
        }
        if ((ways & PathMarks.BACKSLASH) != 0) {
            words.add("\\ as /");
        }
        if ((ways & PathMarks.PARAMETER) != 0) {
            words.add("no ; and what follows it");
        }
        if (!more.isEmpty()) {
            words.add(more);
        }
        return "with " + String.join(", ", words);
    }
}

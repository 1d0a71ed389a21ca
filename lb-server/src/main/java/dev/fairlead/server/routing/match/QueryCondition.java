package dev.fairlead.server.routing.match;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A parameter that a query has to have; of several with its name, the first one counts. Comparing allocates nothing. */
final class QueryCondition {

    private final byte[] nameBytes;
    private final byte @Nullable [] value;

    QueryCondition(String name, String value) {
        this.nameBytes = name.getBytes(StandardCharsets.UTF_8);
        this.value = value.equals(Conditions.PRESENT) ? null : value.getBytes(StandardCharsets.UTF_8);
    }

    boolean isMetBy(String query) {
        int from = 0;
        while (from < query.length()) {
            int end = end(query, '&', from, query.length());
            int equals = end(query, '=', from, end);
            if (same(query, from, equals, nameBytes)) {
                return value == null || same(query, Math.min(end, equals + 1), end, value);
            }
            from = end + 1;
        }
        return false;
    }

    /** The value that is compared; null if there is no such parameter. */
    @Nullable
    String sent(String query) {
        int from = 0;
        while (from < query.length()) {
            int end = end(query, '&', from, query.length());
            int equals = end(query, '=', from, end);
            if (same(query, from, equals, nameBytes)) {
                return decoded(query, Math.min(end, equals + 1), end);
            }
            from = end + 1;
        }
        return null;
    }

    private static int end(String query, char c, int from, int most) {
        int at = query.indexOf(c, from);
        return at < 0 || at > most ? most : at;
    }

    private static boolean same(String query, int from, int end, byte[] expected) {
        int at = from;
        for (byte next : expected) {
            if (at >= end || (byte) octet(query, at, end) != next) {
                return false;
            }
            at = after(query, at, end);
        }
        return at == end;
    }

    private static String decoded(String query, int from, int end) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int at = from; at < end; at = after(query, at, end)) {
            bytes.write(octet(query, at, end));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int octet(String query, int at, int end) {
        char c = query.charAt(at);
        if (c == '+') {
            return ' ';
        }
        int escaped = c == '%' && at + 2 < end ? Escapes.at(query, at) : -1;
        return escaped < 0 ? c : escaped;
    }

    private static int after(String query, int at, int end) {
        boolean escape = query.charAt(at) == '%' && at + 2 < end && Escapes.at(query, at) >= 0;
        return escape ? at + 3 : at + 1;
    }
}

package dev.fairlead.server.routing.match;

/** What one look at a path finds that deserves a second one; nearly every path has none of it. */
final class PathMarks {

    /** It may have to be changed to have its normal form. */
    static final int NOT_NORMAL = 1;

    static final int ESCAPED_SLASH = 2;
    static final int ESCAPED_BACKSLASH = 4;
    static final int BACKSLASH = 8;
    static final int PARAMETER = 16;

    /** What servers read differently. */
    static final int AMBIGUOUS = ESCAPED_SLASH | ESCAPED_BACKSLASH | BACKSLASH | PARAMETER;

    private PathMarks() {}

    static int of(String path) {
        int marks = 0;
        char before = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                marks |= ofEscape(path, i);
            } else if (before == '/' && (c == '/' || c == '.')) {
                marks |= c == '/' || isDotSegment(path, i) ? NOT_NORMAL : 0;
            } else if (c == '\\') {
                marks |= BACKSLASH;
            } else if (c == ';') {
                marks |= PARAMETER;
            }
            before = c;
        }
        return marks;
    }

    private static int ofEscape(String path, int at) {
        int octet = Escapes.at(path, at);
        if (octet == '/') {
            return ESCAPED_SLASH | ofDigits(path, at);
        }
        if (octet == '\\') {
            return ESCAPED_BACKSLASH | ofDigits(path, at);
        }
        return octet >= 0 && Escapes.isUnreserved(octet) ? NOT_NORMAL : ofDigits(path, at);
    }

    /** Digits of an escape in lower case. */
    private static int ofDigits(String path, int at) {
        boolean lower = Escapes.at(path, at) >= 0 && (path.charAt(at + 1) >= 'a' || path.charAt(at + 2) >= 'a');
        return lower ? NOT_NORMAL : 0;
    }

    private static boolean isDotSegment(String path, int dot) {
        int end = dot + 1;
        if (end < path.length() && path.charAt(end) == '.') {
            end++;
        }
        return end == path.length() || path.charAt(end) == '/';
    }
}

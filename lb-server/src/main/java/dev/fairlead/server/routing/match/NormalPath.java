package dev.fairlead.server.routing.match;

import org.jspecify.annotations.Nullable;

/**
 * The one form in which paths are compared: unreserved characters decoded, the hex digits of other escapes in upper case,
 * adjacent slashes merged, dot segments resolved. A path that already has it is returned as it is, without an allocation.
 */
public final class NormalPath {

    private NormalPath() {}

    /** Null if it leads above the root. {@code *}, which is no path, stays; an empty one is the root. */
    public static @Nullable String of(String path) {
        if (path.isEmpty()) {
            return "/";
        }
        return !path.startsWith("/") || isNormal(path) ? path : resolved(Escapes.normal(path), true);
    }

    private static boolean isNormal(String path) {
        return (PathMarks.of(path) & PathMarks.NOT_NORMAL) == 0;
    }

    /**
     * Without dot segments.
     *
     * @param merging whether adjacent slashes count as one, or a dot segment removes what lies between two of them
     * @return null if it leads above the root
     */
    static @Nullable String resolved(String path, boolean merging) {
        StringBuilder out = new StringBuilder(path.length());
        int from = 1;
        while (from <= path.length()) {
            int slash = path.indexOf('/', from);
            boolean last = slash < 0;
            int end = last ? path.length() : slash;
            int dots = dots(path, from, end);
            if (dots == 2) {
                if (out.length() == 0) {
                    return null;
                }
                out.setLength(out.lastIndexOf("/"));
            } else if (dots == 0 && (end > from || !merging)) {
                out.append('/').append(path, from, end);
            }
            if (last && (dots > 0 || end == from) && !endsInSlash(out)) {
                out.append('/');
            }
            from = end + 1;
        }
        return out.length() == 0 ? "/" : out.toString();
    }

    private static boolean endsInSlash(StringBuilder out) {
        return out.length() > 0 && out.charAt(out.length() - 1) == '/';
    }

    /** 1 or 2 if the segment is a dot segment, else 0. */
    private static int dots(String path, int from, int end) {
        int length = end - from;
        boolean dots = (length == 1 || length == 2) && path.charAt(from) == '.' && path.charAt(end - 1) == '.';
        return dots ? length : 0;
    }
}

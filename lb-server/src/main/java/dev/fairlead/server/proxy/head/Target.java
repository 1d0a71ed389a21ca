package dev.fairlead.server.proxy.head;

import org.jspecify.annotations.Nullable;

/**
 * The target of a request, byte for byte as sent.
 *
 * @param path without the query, and without scheme and authority if they were sent
 * @param query without the question mark, null if there was none
 * @param authority of an absolute target, else null
 */
record Target(String path, @Nullable String query, @Nullable String authority) {

    /** Null if it is no target that can be forwarded: it has to be a path, or a path behind http:// or https://. */
    static @Nullable Target parse(String method, String sent) {
        if (sent.startsWith("/")) {
            return split(sent, null);
        }
        if (sent.equals("*")) {
            return method.equals("OPTIONS") ? new Target(sent, null, null) : null;
        }
        int authority = afterScheme(sent);
        if (authority < 0) {
            return null;
        }
        int end = authority;
        while (end < sent.length() && sent.charAt(end) != '/' && sent.charAt(end) != '?') {
            end++;
        }
        String named = sent.substring(authority, end);
        String rest = sent.substring(end);
        return named.isEmpty() || !HostRule.isValid(named)
                ? null
                : split(rest.startsWith("/") ? rest : "/" + rest, named);
    }

    private static int afterScheme(String sent) {
        for (String scheme : new String[] {"http://", "https://"}) {
            if (sent.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return scheme.length();
            }
        }
        return -1;
    }

    private static Target split(String path, @Nullable String authority) {
        int query = path.indexOf('?');
        return query < 0
                ? new Target(path, null, authority)
                : new Target(path.substring(0, query), path.substring(query + 1), authority);
    }
}

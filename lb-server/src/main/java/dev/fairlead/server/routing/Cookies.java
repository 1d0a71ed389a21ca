package dev.fairlead.server.routing;

import org.jspecify.annotations.Nullable;

/** Finds a cookie in a header without parsing all of it. */
public final class Cookies {

    private Cookies() {}

    /**
     * @param header the value of one {@code Cookie} header
     * @param name exact
     * @return null if it is not there
     */
    public static @Nullable String value(String header, String name) {
        int at = 0;
        while (at < header.length()) {
            int end = header.indexOf(';', at);
            int stop = end < 0 ? header.length() : end;
            while (at < stop && header.charAt(at) == ' ') {
                at++;
            }
            if (header.startsWith(name, at) && at + name.length() < stop && header.charAt(at + name.length()) == '=') {
                return header.substring(at + name.length() + 1, stop);
            }
            at = stop + 1;
        }
        return null;
    }
}

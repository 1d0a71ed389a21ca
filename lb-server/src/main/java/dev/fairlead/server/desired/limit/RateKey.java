package dev.fairlead.server.desired.limit;

import dev.fairlead.server.desired.Checks;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Who shares one allowance.
 *
 * @param name of the header or cookie; empty for the others
 */
public record RateKey(Kind kind, String name) {

    public static final RateKey ALL = new RateKey(Kind.ALL, "");
    public static final RateKey CLIENT = new RateKey(Kind.CLIENT, "");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");

    /** What requests are told apart by. */
    public enum Kind {
        /** By nothing: all requests together. */
        ALL,
        CLIENT,
        HEADER,
        COOKIE
    }

    public RateKey {
        boolean named = kind == Kind.HEADER || kind == Kind.COOKIE;
        new Checks()
                .that(
                        named ? NAME.matcher(name).matches() : name.isEmpty(),
                        "key",
                        "\"" + name + "\" is not a name of a header or cookie, expected one such as X-User")
                .done();
    }

    public static RateKey parse(String text) {
        String key = text.strip();
        if (key.equals("all")) {
            return ALL;
        }
        if (key.equals("client")) {
            return CLIENT;
        }
        for (Kind kind : new Kind[] {Kind.HEADER, Kind.COOKIE}) {
            String prefix = word(kind) + ":";
            if (key.startsWith(prefix)
                    && NAME.matcher(key.substring(prefix.length())).matches()) {
                return new RateKey(kind, key.substring(prefix.length()));
            }
        }
        throw new IllegalArgumentException("\"" + text
                + "\" is not what a rate limit can tell requests apart by, expected all, client, header:NAME or"
                + " cookie:NAME");
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return name.isEmpty() ? word(kind) : word(kind) + ":" + name;
    }
}

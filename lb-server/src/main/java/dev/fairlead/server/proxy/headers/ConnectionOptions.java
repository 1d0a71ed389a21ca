package dev.fairlead.server.proxy.headers;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the Connection fields of one message name beyond the usual (RFC 9110, 7.6.1): fields that a peer wants to go no
 * further, as if they were hop-by-hop. None in nearly every message.
 */
public final class ConnectionOptions {

    public static final ConnectionOptions NONE = new ConnectionOptions(Set.of());

    /** Without these a message would mean something else, so naming them has no effect. */
    private static final Set<String> NEVER = Set.of("host", "content-length");

    private final Set<String> names;

    private ConnectionOptions(Set<String> names) {
        this.names = names;
    }

    /** Whether this is the name of the field that holds them. */
    public static boolean isTheirs(CharSequence name) {
        return NameTable.same("Connection", name);
    }

    /** @param values of all Connection fields */
    public static ConnectionOptions of(List<String> values) {
        ConnectionOptions options = NONE;
        for (int i = 0; i < values.size(); i++) {
            options = options.and(values.get(i));
        }
        return options;
    }

    /** With those that another Connection field names. */
    public ConnectionOptions and(String value) {
        if (isUsual(value)) {
            return this;
        }
        Set<String> more = new HashSet<>(names);
        for (String token : value.split(",", -1)) {
            String name = lower(token.strip());
            if (!NEVER.contains(name)) {
                more.add(name);
            }
        }
        return new ConnectionOptions(more);
    }

    private static boolean isUsual(String value) {
        return value.equalsIgnoreCase("keep-alive")
                || value.equalsIgnoreCase("close")
                || value.equalsIgnoreCase("upgrade");
    }

    /** Whether a field of this name is to go no further. */
    public boolean name(CharSequence field) {
        return !names.isEmpty() && names.contains(lower(field.toString()));
    }

    /** In small letters. */
    public Set<String> names() {
        return names;
    }

    /** Whether the values of all Connection fields have this token, which is in small letters. */
    static boolean have(List<String> values, String token) {
        for (int i = 0; i < values.size(); i++) {
            for (String part : values.get(i).split(",", -1)) {
                if (lower(part.strip()).equals(token)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}

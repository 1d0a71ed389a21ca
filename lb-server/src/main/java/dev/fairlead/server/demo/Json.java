package dev.fairlead.server.demo;

import java.util.Map;

/** Writes the flat answers of an example backend; fields keep the order in which they are added. */
final class Json {

    private final StringBuilder out = new StringBuilder(256).append('{');

    Json text(String name, String value) {
        name(name);
        quote(value);
        return this;
    }

    Json number(String name, long value) {
        name(name);
        out.append(value);
        return this;
    }

    Json texts(String name, Map<String, String> values) {
        Json inner = new Json();
        values.forEach(inner::text);
        return raw(name, inner);
    }

    Json numbers(String name, Map<String, Integer> values) {
        Json inner = new Json();
        values.forEach(inner::number);
        return raw(name, inner);
    }

    private Json raw(String name, Json inner) {
        name(name);
        out.append(inner);
        return this;
    }

    private void name(String name) {
        if (out.length() > 1) {
            out.append(',');
        }
        quote(name);
        out.append(':');
    }

    private void quote(String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    @Override
    public String toString() {
        return out + "}";
    }
}

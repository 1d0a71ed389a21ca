package dev.fairlead.server.demo;

import java.util.Map;

/** Writes the flat answers of an example backend; fields stay in the order in which they are added. */
final class JsonObject {

    private final StringBuilder out = new StringBuilder(256).append('{');

    JsonObject text(String name, String value) {
        name(name);
        quote(value);
        return this;
    }

    JsonObject number(String name, long value) {
        name(name);
        out.append(value);
        return this;
    }

    JsonObject texts(String name, Map<String, String> values) {
        JsonObject inner = new JsonObject();
        values.forEach(inner::text);
        return raw(name, inner);
    }

    JsonObject numbers(String name, Map<String, Integer> values) {
        JsonObject inner = new JsonObject();
        values.forEach(inner::number);
        return raw(name, inner);
    }

    private JsonObject raw(String name, JsonObject inner) {
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

package dev.fairlead.server.text;

import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON document from start to end. Commas are added automatically; opening and closing is up to the caller.
 */
public final class JsonWriter {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out;
    /** whether a value precedes the next one in its object or array */
    private boolean follows;

    public JsonWriter(StringBuilder out) {
        this.out = out;
    }

    public JsonWriter object() {
        return open('{');
    }

    public JsonWriter endObject() {
        return close('}');
    }

    public JsonWriter array() {
        return open('[');
    }

    public JsonWriter endArray() {
        return close(']');
    }

    public JsonWriter name(String name) {
        separate();
        quote(name);
        out.append(':');
        follows = false;
        return this;
    }

    public JsonWriter value(@Nullable String value) {
        separate();
        if (value == null) {
            out.append("null");
        } else {
            quote(value);
        }
        return this;
    }

    public JsonWriter value(long value) {
        separate();
        out.append(value);
        return this;
    }

    public JsonWriter value(boolean value) {
        separate();
        out.append(value);
        return this;
    }

    public JsonWriter field(String name, @Nullable String value) {
        return name(name).value(value);
    }

    public JsonWriter field(String name, long value) {
        return name(name).value(value);
    }

    public JsonWriter field(String name, boolean value) {
        return name(name).value(value);
    }

    /** A number, or null if there is none yet. */
    public JsonWriter field(String name, @Nullable Long value) {
        return value == null ? name(name).value((String) null) : field(name, value.longValue());
    }

    /** Microseconds as milliseconds with three decimals; exact, where a double might print an exponent. */
    public JsonWriter millis(String name, long nanos) {
        name(name);
        separate();
        long micros = nanos / 1_000;
        out.append(micros / 1_000).append('.');
        String digits = Long.toString(1_000 + micros % 1_000);
        out.append(digits, 1, 4);
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private JsonWriter open(char bracket) {
        separate();
        out.append(bracket);
        follows = false;
        return this;
    }

    private JsonWriter close(char bracket) {
        out.append(bracket);
        follows = true;
        return this;
    }

    private void separate() {
        if (follows) {
            out.append(',');
        }
        follows = true;
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            character(text.charAt(i));
        }
        out.append('"');
    }

    /** Surrogates are escaped too: half a pair has no UTF-8 form. */
    private void character(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (Printable.isObeyed(c) || Character.isSurrogate(c)) {
                    out.append("\\u")
                            .append(HEX[c >> 12])
                            .append(HEX[c >> 8 & 15])
                            .append(HEX[c >> 4 & 15])
                            .append(HEX[c & 15]);
                } else {
                    out.append(c);
                }
            }
        }
    }
}

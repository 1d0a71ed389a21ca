package dev.fairlead.server.proxy.head;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Host, Content-Length and Transfer-Encoding of one head: its destination, and the end of its body. */
final class FramingFields {

    /** More digits could overflow where somebody adds them up. */
    private static final int LENGTH_DIGITS = 18;

    private static final byte[] HOST = bytes("host");
    private static final byte[] LENGTH = bytes("content-length");
    private static final byte[] CODING = bytes("transfer-encoding");

    /** The beginning of the name that is being read, in small letters. */
    private final byte[] name = new byte[CODING.length];

    private int nameLength;
    private final Octets value = new Octets();
    private byte[] reading = name;

    private @Nullable String host;
    private boolean lengthSeen;
    private boolean codingSeen;

    void reset() {
        nameLength = 0;
        reading = name;
        value.clear();
        host = null;
        lengthSeen = false;
        codingSeen = false;
    }

    void name(byte b) {
        if (nameLength < name.length) {
            name[nameLength] = (byte) (b | 0x20);
        }
        nameLength++;
    }

    /** The name is complete. */
    void nameEnds() {
        reading = is(HOST) ? HOST : is(LENGTH) ? LENGTH : is(CODING) ? CODING : name;
        nameLength = 0;
    }

    private boolean is(byte[] known) {
        if (nameLength != known.length) {
            return false;
        }
        for (int i = 0; i < known.length; i++) {
            if (name[i] != known[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the value is wanted. */
    boolean matters() {
        return reading != name;
    }

    void value(byte b) {
        value.add(b);
    }

    /** The value is complete; says what is wrong with it. */
    @Nullable
    Rejection valueEnds(boolean http11) {
        if (!matters()) {
            return null;
        }
        String text = value.take().strip();
        if (reading == HOST) {
            return host(text);
        }
        return reading == LENGTH ? length(text) : coding(text, http11);
    }

    private @Nullable Rejection host(String text) {
        if (host != null) {
            return Rejection.HOST_REPEATED;
        }
        host = text;
        return HostRule.isValid(text) ? null : Rejection.HOST_INVALID;
    }

    private @Nullable Rejection length(String text) {
        if (codingSeen) {
            return Rejection.TRANSFER_ENCODING;
        }
        if (lengthSeen || text.isEmpty() || text.length() > LENGTH_DIGITS) {
            return Rejection.CONTENT_LENGTH;
        }
        lengthSeen = true;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return Rejection.CONTENT_LENGTH;
            }
        }
        return null;
    }

    private @Nullable Rejection coding(String text, boolean http11) {
        boolean valid = http11 && !codingSeen && !lengthSeen && text.equalsIgnoreCase("chunked");
        codingSeen = true;
        return valid ? null : Rejection.TRANSFER_ENCODING;
    }

    /** Null if there was none. */
    @Nullable
    String host() {
        return host;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

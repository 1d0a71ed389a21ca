package dev.fairlead.server.desired;

import java.util.Locale;
import java.util.regex.Pattern;

/** @param hex 64 digits in lower case */
public record Sha256(String hex) {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    public static Sha256 parse(String text) {
        String digest = text.toLowerCase(Locale.ROOT);
        if (!HEX.matcher(digest).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a SHA-256 digest, expected 64 hex digits");
        }
        return new Sha256(digest);
    }

    @Override
    public String toString() {
        return hex;
    }
}

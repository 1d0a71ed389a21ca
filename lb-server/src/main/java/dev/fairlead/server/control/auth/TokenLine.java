package dev.fairlead.server.control.auth;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One line of the tokens file: a name, a role, and the digest of a token. Reading the file reveals no token, because a
 * digest cannot be reversed.
 */
record TokenLine(String name, Role role, byte[] sha256) {

    private static final String FORM = "NAME read|write sha256:HEX";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
    private static final Pattern DIGEST = Pattern.compile("sha256:([0-9A-Fa-f]{64})");

    /** Author names of revisions that did not come over the network. */
    private static final Set<String> TAKEN = Set.of(Caller.LOCAL, "file");

    /** @throws IllegalArgumentException with a message for the user */
    static TokenLine parse(String line) {
        String[] words = line.strip().split("\\s+");
        if (words.length != 3) {
            throw new IllegalArgumentException(
                    "has " + words.length + (words.length == 1 ? " word" : " words") + ", expected " + FORM);
        }
        return new TokenLine(name(words[0]), role(words[1]), digest(words[2]));
    }

    /** The same for the name in a certificate. */
    static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a name, expected 1 to 64 letters, digits or any of . _ @ -");
        }
        if (TAKEN.contains(text.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("\"" + text + "\" is reserved for the server, expected another name");
        }
        return text;
    }

    private static Role role(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "read" -> Role.READ;
            case "write" -> Role.WRITE;
            default -> throw new IllegalArgumentException("\"" + text + "\" is not a role, expected read or write");
        };
    }

    /** A refused word may be the token itself, so it is not repeated. */
    private static byte[] digest(String text) {
        var matcher = DIGEST.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("the third word is not a digest, expected sha256: and 64 hex digits, as"
                    + " sha256sum prints them for the token");
        }
        return HexFormat.of().parseHex(matcher.group(1));
    }
}

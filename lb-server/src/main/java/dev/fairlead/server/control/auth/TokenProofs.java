package dev.fairlead.server.control.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How this server and a caller on its machine prove to each other that both know the token of the runtime file, without
 * sending it; access.proto describes it. A proof is valid for one address only, so a program in the middle cannot relay
 * it, because the caller has connected to a different address.
 */
final class TokenProofs {

    /** Precedes the nonce and the hash in the metadata {@code authorization}. */
    static final String SCHEME = "Proof ";

    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern NONCE = Pattern.compile("[!-~]{16,128}");

    private final SecretKeySpec key;

    TokenProofs(String token) {
        key = new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    static boolean isNonce(String text) {
        return NONCE.matcher(text).matches();
    }

    byte[] ofServer(String address, String nonce) {
        return hash("fairlead server", address, nonce);
    }

    /** @param shown the part after the scheme */
    boolean isCallers(String shown, String address) {
        int end = shown.indexOf(' ');
        String nonce = end < 0 ? "" : shown.substring(0, end);
        if (!isNonce(nonce)) {
            return false;
        }
        String expected = HexFormat.of().formatHex(hash("fairlead caller", address, nonce));
        return MessageDigest.isEqual(ascii(expected), ascii(shown.substring(end + 1)));
    }

    private byte[] hash(String who, String address, String nonce) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(ascii(who + "\n" + address + "\n" + nonce));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

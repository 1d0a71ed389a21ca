package dev.fairlead.server.routing.sticky;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Signs and verifies session values, on one thread. A value is base64url of: a version, the name of the secret, the keyed
 * hash of the backend's id, the expiry if there is one, and 128 bits of an HMAC-SHA-256 over the pool and all of that. 128
 * bits are enough: a guess can only be tried by asking us, and a billion guesses a second would take longer than the
 * universe has lasted. Both lengths are multiples of three bytes, so that no value has two spellings or padding.
 */
final class SessionCodec {
    private static final byte ENDLESS = 1;
    private static final byte EXPIRING = 2;
    private static final int SIGNATURE = 16;
    private static final int HEAD = 11;
    private static final int HEAD_WITH_EXPIRY = HEAD + 6;
    private static final int SHORT_TEXT = (HEAD + SIGNATURE) / 3 * 4;
    private static final int LONG_TEXT = (HEAD_WITH_EXPIRY + SIGNATURE) / 3 * 4;

    /** Values of clients that come again cost no HMAC. Only what is verified gets in, so a forger drives nobody out. */
    private static final int REMEMBERED = 2048;

    private static final byte[] DIGITS = digits();

    private final StickySecrets secrets;
    private final Mac[] signers;
    private final SipHash places;
    private final SessionToken[] remembered = new SessionToken[REMEMBERED];

    private final byte[] value = new byte[HEAD_WITH_EXPIRY + SIGNATURE];
    private final ByteBuffer fields = ByteBuffer.wrap(value);
    private final byte[] hmac = new byte[32];
    private final byte[] expected = new byte[SIGNATURE];
    private final byte[] given = new byte[SIGNATURE];

    SessionCodec(StickySecrets secrets) {
        this.secrets = secrets;
        this.signers = new Mac[secrets.size()];
        for (int i = 0; i < signers.length; i++) {
            signers[i] = secrets.get(i).signer();
        }
        this.places = secrets.get(0).ids();
    }

    /** Null if nobody with one of our secrets made it for that pool. */
    @Nullable
    SessionToken verify(PoolScope pool, String text, int from, int to) {
        if (to - from != SHORT_TEXT && to - from != LONG_TEXT) {
            return null;
        }
        int place = (int) places.name(text, from, to) & (REMEMBERED - 1);
        SessionToken known = remembered[place];
        if (known != null && known.is(pool.name(), text, from, to)) {
            return known;
        }
        SessionToken read = read(pool, text, from, to);
        if (read != null) {
            remembered[place] = read;
        }
        return read;
    }

    private @Nullable SessionToken read(PoolScope pool, String text, int from, int to) {
        if (!decode(text, from, to) || value[0] != (to - from == SHORT_TEXT ? ENDLESS : EXPIRING)) {
            return null;
        }
        int head = value[0] == ENDLESS ? HEAD : HEAD_WITH_EXPIRY;
        System.arraycopy(value, head, given, 0, SIGNATURE);
        short name = fields.getShort(1);
        for (int i = 0; i < signers.length; i++) {
            if (secrets.get(i).name() == name) {
                sign(i, pool, head);
                if (MessageDigest.isEqual(expected, given)) {
                    long expiry = head == HEAD ? 0 : fields.getLong(HEAD - 2) & 0xffff_ffff_ffffL;
                    return new SessionToken(pool.name(), text.substring(from, to), fields.getLong(3), expiry, i);
                }
            }
        }
        return null;
    }

    /** @param expiry in seconds since 1970; 0 for none */
    String issue(PoolScope pool, String backendId, long expiry) {
        StickySecret secret = secrets.get(0);
        int head = expiry == 0 ? HEAD : HEAD_WITH_EXPIRY;
        if (expiry != 0) {
            fields.putLong(HEAD - 2, expiry);
        }
        value[0] = expiry == 0 ? ENDLESS : EXPIRING;
        fields.putShort(1, secret.name());
        fields.putLong(3, secret.ids().within(pool.name()).name(backendId));
        sign(0, pool, head);
        System.arraycopy(expected, 0, value, head, SIGNATURE);
        byte[] text = Base64.getUrlEncoder().encode(Arrays.copyOf(value, head + SIGNATURE));
        return new String(text, StandardCharsets.US_ASCII);
    }

    private void sign(int secret, PoolScope pool, int head) {
        Mac signer = signers[secret];
        signer.update(pool.bytes());
        signer.update(value, 0, head);
        try {
            signer.doFinal(hmac, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        System.arraycopy(hmac, 0, expected, 0, SIGNATURE);
    }

    /** False if there is a character that base64url does not have. */
    private boolean decode(String text, int from, int to) {
        int at = 0;
        int wrong = 0;
        for (int i = from; i < to; i += 4) {
            int a = digit(text.charAt(i));
            int b = digit(text.charAt(i + 1));
            int c = digit(text.charAt(i + 2));
            int d = digit(text.charAt(i + 3));
            wrong |= a | b | c | d;
            int three = a << 18 | b << 12 | c << 6 | d;
            value[at] = (byte) (three >> 16);
            value[at + 1] = (byte) (three >> 8);
            value[at + 2] = (byte) three;
            at += 3;
        }
        return wrong >= 0;
    }

    private static int digit(char character) {
        return character < DIGITS.length ? DIGITS[character] : -1;
    }

    private static byte[] digits() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }
}

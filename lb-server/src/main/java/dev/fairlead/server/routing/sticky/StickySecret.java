package dev.fairlead.server.routing.sticky;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One secret, and the keys that come from it: one for signatures, one to hide ids, and a name that tells nothing. */
final class StickySecret {
    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec signing;
    private final SipHash ids;
    private final short name;

    StickySecret(String text) {
        Mac root = mac(new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), HMAC));
        signing = new SecretKeySpec(derive(root, "sign"), HMAC);
        ByteBuffer hiding = ByteBuffer.wrap(derive(root, "id"));
        ids = new SipHash(hiding.getLong(), hiding.getLong());
        name = ByteBuffer.wrap(derive(root, "name")).getShort();
    }

    private static byte[] derive(Mac root, String use) {
        return root.doFinal(("fairlead sticky 1 " + use).getBytes(StandardCharsets.US_ASCII));
    }

    /** A new one, for one thread. */
    Mac signer() {
        return mac(signing);
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    SipHash ids() {
        return ids;
    }

    /** Stands in each value, so that only the secret which may have signed it is asked. */
    short name() {
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StickySecret that && Arrays.equals(signing.getEncoded(), that.signing.getEncoded());
    }

    @Override
    public int hashCode() {
        return name;
    }

    @Override
    public String toString() {
        return "a secret";
    }
}

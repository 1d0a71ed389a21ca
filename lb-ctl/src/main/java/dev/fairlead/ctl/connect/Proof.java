package dev.fairlead.ctl.connect;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The proofs that we and the server of the runtime file exchange, so that the token in that file is never sent;
 * access.proto describes them. One for each connection.
 */
final class Proof {

    private static final int BLOCK = 64;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    private final String token;
    private final String address;
    private final String nonce;

    Proof(String token, String address, String nonce) {
        this.token = token;
        this.address = address;
        this.nonce = nonce;
    }

    /** @param address as in the runtime file */
    static Proof fresh(String token, String address) {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return new Proof(token, address, HexFormat.of().formatHex(random));
    }

    String nonce() {
        return nonce;
    }

    /** Whether this is the answer that only a server that knows the token can give. */
    boolean isServers(byte[] shown) {
        return MessageDigest.isEqual(hash("fairlead server"), shown);
    }

    /** What we send instead of the token. */
    String authorization() {
        return "Proof " + nonce + " " + HexFormat.of().formatHex(hash("fairlead caller"));
    }

    private byte[] hash(String who) {
        return hmac(
                token.getBytes(StandardCharsets.UTF_8),
                (who + "\n" + address + "\n" + nonce).getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * RFC 2104 with SHA-256. The JDK's own would start its crypto framework, which is noticeable in a short command.
     */
    static byte[] hmac(byte[] key, byte[] message) {
        byte[] block = Arrays.copyOf(key.length > BLOCK ? sha256(key) : key, BLOCK);
        return sha256(padded(block, OUTER), sha256(padded(block, INNER), message));
    }

    private static byte[] padded(byte[] block, byte with) {
        byte[] padded = new byte[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            padded[i] = (byte) (block[i] ^ with);
        }
        return padded;
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.fairlead.server.control;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import javax.security.auth.x500.X500Principal;

/**
 * Signs certificates and writes them and their keys as PEM files. It puts the bytes together itself: the JDK makes
 * certificates with keytool only, and a process for each of them takes longer than all tests.
 */
final class Authority {

    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int BITS = 0x03;
    private static final int OCTETS = 0x04;
    private static final int TIME = 0x17;
    private static final byte[] ECDSA_WITH_SHA256 = sequence(bytes(0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2));
    private static final byte[] IS_AUTHORITY = bytes(0x06, 3, 0x55, 0x1d, 0x13);
    private static final byte[] OTHER_NAMES = bytes(0x06, 3, 0x55, 0x1d, 0x11);
    private static final byte[] TRUE = bytes(0x01, 1, 0xff);
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final String name;
    private final KeyPair keys;
    private int serial = 1;

    private Authority(Path folder, String name, KeyPair keys) {
        this.folder = folder;
        this.name = name;
        this.keys = keys;
    }

    static Authority create(Path folder, String name) throws IOException, GeneralSecurityException {
        Authority authority = new Authority(folder, name, newKeys());
        byte[] isAuthority = sequence(IS_AUTHORITY, TRUE, der(OCTETS, sequence(TRUE)));
        authority.write(name, "CN=" + name, authority.keys, isAuthority);
        return authority;
    }

    /** The authority's own certificate. */
    Path cert() {
        return cert(name);
    }

    Path cert(String subject) {
        return folder.resolve(subject + ".pem");
    }

    Path key(String subject) {
        return folder.resolve(subject + ".key");
    }

    /** Makes {@code subject.pem} and {@code subject.key}, good for 127.0.0.1. */
    void sign(String subject, String distinguishedName) throws IOException, GeneralSecurityException {
        byte[] loopback = der(0x87, bytes(127, 0, 0, 1));
        write(subject, distinguishedName, newKeys(), sequence(OTHER_NAMES, der(OCTETS, sequence(loopback))));
    }

    private void write(String subject, String distinguishedName, KeyPair owner, byte[] extension)
            throws IOException, GeneralSecurityException {
        Instant now = InstantSource.system().instant();
        byte[] content = sequence(
                der(0xa0, der(INTEGER, bytes(2))),
                der(INTEGER, bytes(serial++)),
                ECDSA_WITH_SHA256,
                new X500Principal("CN=" + name).getEncoded(),
                sequence(time(now.minus(Duration.ofDays(1))), time(now.plus(Duration.ofDays(1)))),
                new X500Principal(distinguishedName).getEncoded(),
                owner.getPublic().getEncoded(),
                der(0xa3, sequence(extension)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(content);
        byte[] certificate = sequence(content, ECDSA_WITH_SHA256, der(BITS, bytes(0), signature.sign()));
        pem(cert(subject), "CERTIFICATE", certificate);
        pem(key(subject), "PRIVATE KEY", owner.getPrivate().getEncoded());
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static void pem(Path file, String what, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
        Files.writeString(file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }

    private static byte[] time(Instant moment) {
        return der(TIME, UTC.format(moment).getBytes(UTF_8));
    }

    private static byte[] sequence(byte[]... parts) {
        return der(SEQUENCE, parts);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        byte[] head = length < 0x80
                ? bytes(tag, length)
                : length < 0x100 ? bytes(tag, 0x81, length) : bytes(tag, 0x82, length >> 8, length);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head);
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}

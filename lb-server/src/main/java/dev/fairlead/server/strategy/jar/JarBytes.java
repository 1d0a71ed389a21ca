package dev.fairlead.server.strategy.jar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The content of a jar at one moment. Overwriting the file later has no effect here. */
public final class JarBytes {

    /** A strategy with its libraries is a few megabytes; what is more than this would better not be in this process. */
    static final int LIMIT = 64 << 20;

    private static final String TOO_LARGE = " is too large for the memory of this server";

    private final String name;
    private final byte[] bytes;
    private final String sha256;

    /** @param name the file's */
    public JarBytes(String name, byte[] bytes) throws UnusableJar {
        if (bytes.length > LIMIT) {
            throw new UnusableJar(name + " is larger than " + (LIMIT >> 20) + " MiB");
        }
        if (bytes.length > JarMemoryLimit.aQuarter()) {
            throw new UnusableJar(name + TOO_LARGE);
        }
        this.name = name;
        this.bytes = bytes.clone();
        this.sha256 = digest(this.bytes);
    }

    static JarBytes read(Path file) throws UnusableJar {
        String name = String.valueOf(file.getFileName());
        try (InputStream in = Files.newInputStream(file)) {
            if (Files.size(file) > JarMemoryLimit.aQuarter()) {
                throw new UnusableJar(name + TOO_LARGE);
            }
            return new JarBytes(name, in.readNBytes(LIMIT + 1));
        } catch (IOException e) {
            throw new UnusableJar(name + " cannot be read: " + e, e);
        }
    }

    static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public String name() {
        return name;
    }

    /** In hexadecimal digits, lower case. */
    public String sha256() {
        return sha256;
    }

    /** Writes it where a program that needs a file can find it. */
    public void writeTo(Path file) throws IOException {
        Files.write(file, bytes);
    }

    boolean startsLikeAZip() {
        return bytes.length > 1 && bytes[0] == 'P' && bytes[1] == 'K';
    }

    @Override
    public String toString() {
        return name + " (" + bytes.length + " bytes, sha256 " + sha256 + ")";
    }
}

package dev.fairlead.server.config.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The files used by one reading, each with a digest of exactly the bytes that were read. Comparing digests later tells
 * whether to reload, without relying on time stamps, which editors and copies set arbitrarily.
 */
public final class SourceFiles {

    public static final int MAX_BYTES = 4 * 1024 * 1024;

    public static final String TOO_LARGE = "is larger than " + MAX_BYTES + " bytes, expected a configuration file";

    private static final String UNREADABLE = "unreadable";

    private final Map<Path, String> digests = new LinkedHashMap<>();

    /** The text of a file, or an exception whose message is the sentence for the user. */
    public String read(Path file) throws IOException {
        digests.put(file, UNREADABLE);
        byte[] bytes = bytes(file);
        digests.put(file, digest(bytes));
        return decode(bytes);
    }

    public Map<Path, String> digests() {
        return Map.copyOf(digests);
    }

    /** The digests of the same files as they are now. */
    public static Map<Path, String> look(Map<Path, String> before) {
        Map<Path, String> now = new LinkedHashMap<>();
        for (Path file : before.keySet()) {
            try {
                now.put(file, digest(bytes(file)));
            } catch (IOException e) {
                now.put(file, UNREADABLE);
            }
        }
        return now;
    }

    public static String decode(byte[] bytes) throws IOException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IOException("is not text in UTF-8, expected a configuration file", e);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("is a directory, expected a configuration file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException(TOO_LARGE);
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new IOException("does not exist, expected a configuration file", e);
        } catch (AccessDeniedException e) {
            throw new IOException("may not be read by this user, expected a readable configuration file", e);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.fairlead.server.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text from the wire that still has one character per byte. */
public final class WireText {

    private WireText() {}

    /** Decodes it as UTF-8, or as Latin-1 if it is not valid UTF-8. Text that is already decoded stays as it is. */
    public static String text(String octets) {
        boolean plain = true;
        for (int i = 0; i < octets.length(); i++) {
            char each = octets.charAt(i);
            if (each > 0xff) {
                return octets;
            }
            plain &= each < 0x80;
        }
        return plain ? octets : decoded(octets);
    }

    private static String decoded(String octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return octets;
        }
    }
}

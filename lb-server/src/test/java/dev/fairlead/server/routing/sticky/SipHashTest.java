package dev.fairlead.server.routing.sticky;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipHashTest {
    private static final long K0 = 0x0706050403020100L;
    private static final long K1 = 0x0f0e0d0c0b0a0908L;

    /** The authors' own vectors for an even number of bytes 00 01 02 …, as the bytes of the result. */
    @ParameterizedTest
    @CsvSource({
        "0, 310e0edd47db6f72",
        "2, 5a4fa9d909806c0d",
        "4, b7877127e09427cf",
        "6, cee3fe586e46c9cb",
        "8, 6224939a79f5f593",
    })
    void isTheFunctionThatItsAuthorsPublished(int bytes, String expected) {
        StringBuilder text = new StringBuilder("x");
        for (int i = 0; i < bytes; i += 2) {
            text.append((char) (i + 1 << 8 | i));
        }
        long hash = SipHash.hash(K0, K1, text + "y", 1, 1 + bytes / 2);

        assertThat(HexFormat.of().toHexDigits(Long.reverseBytes(hash))).isEqualTo(expected);
    }

    @Test
    void everyScopeNamesTheSameTextDifferently() {
        SipHash hash = new SipHash(1, 2);
        Set<Long> names = new HashSet<>();
        for (String scope : new String[] {"", "a", "b", "ab"}) {
            for (String text : new String[] {"", "a", "b", "ab", "\0", "\0\0"}) {
                names.add(hash.within(scope).name(text));
            }
        }

        assertThat(names).hasSize(24).doesNotContain(0L);
    }
}

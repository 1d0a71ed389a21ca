package dev.fairlead.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyedHashTest {

    private static final KeyedHash HASH = new KeyedHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    /** The test vectors of SipHash: the bytes 0, 1, 2, … hashed with the key 0, 1, …, 15. */
    @ParameterizedTest
    @CsvSource({
        "8, 93f5f5799a932462",
        "10, 7a5dbbc594ddb9f3",
        "12, 751e8fbc860ee5fb",
        "14, f723ca908e7af2ee",
        "16, 3f2acc7f57c29bdb",
        "18, 4bc1b3f0968dd39c",
        "24, b8ad50c6f649af94",
        "62, e51b38608ef25f57",
    })
    void hashesAsItsAuthorsDo(int bytes, String hash) {
        StringBuilder text = new StringBuilder();
        for (int i = 8; i < bytes; i += 2) {
            text.append((char) (i | (i + 1) << 8));
        }
        assertThat(HASH.of(0x0706050403020100L, text)).isEqualTo(Long.parseUnsignedLong(hash, 16));
    }

    @Test
    void aNumberIsHashedAsItsEightBytes() {
        assertThat(HASH.of(0x0706050403020100L, 0x0f0e0d0c0b0a0908L)).isEqualTo(0x3f2acc7f57c29bdbL);
    }
}

package dev.fairlead.strategy.hash.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Xxh64Test {
    private static final String TEST_BUFFER = testBuffer();

    /** The uppermost bytes of the powers of one prime times another, a character each. */
    private static String testBuffer() {
        StringBuilder buffer = new StringBuilder();
        long bits = 2_654_435_761L;
        while (buffer.length() < 222) {
            buffer.append((char) (bits >>> 56));
            bits *= 0x9E3779B185EBCA8DL;
        }
        return buffer.toString();
    }

    /**
     * Cyan4973/xxHash, cli/xsum_sanity_check.c, the table for XXH64: a length, a seed and the hash of so many bytes of
     * that file's test buffer.
     */
    @ParameterizedTest
    @CsvSource({
        "  0, 0,          EF46DB3751D8E999",
        "  0, 2654435761, AC75FDA2929B17EF",
        "  1, 0,          E934A84ADB052768",
        "  1, 2654435761, 5014607643A9B4C3",
        "  4, 0,          9136A0DCA57457EE",
        " 14, 0,          8282DCC4994E35C8",
        " 14, 2654435761, C3BD6BF63DEB6DF0",
        "222, 0,          B641AE8CB691C174",
        "222, 2654435761, 20CB8AB7AE10C14A"
    })
    void agreesWithTheReferenceImplementation(int length, long seed, String hash) {
        assertThat(Xxh64.hash(TEST_BUFFER, 0, length, seed)).isEqualTo(Long.parseUnsignedLong(hash, 16));
    }

    /** ziglang/zig, lib/std/hash/xxhash.zig, test "xxhash64"; the texts are those of the test suite in RFC 1321. */
    @ParameterizedTest
    @CsvSource({
        "'', EF46DB3751D8E999",
        "a, D24EC4F1A98C6E5B",
        "abc, 44BC2CF5AD770999",
        "message digest, 066ED728FCEEB3BE",
        "abcdefghijklmnopqrstuvwxyz, CFE1F278FA89835C",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789, AAA46907D3047814",
        "12345678901234567890123456789012345678901234567890123456789012345678901234567890, E04A477F19EE145D"
    })
    void agreesAboutTexts(String text, String hash) {
        assertThat(Xxh64.hash(text)).isEqualTo(Long.parseUnsignedLong(hash, 16));
    }

    @Test
    void numberHashesAsItsBytes() {
        assertThat(Xxh64.hash(0x6867666564636261L, 7)).isEqualTo(Xxh64.hash("abcdefgh", 7));
    }

    @Test
    void partOfATextHashesAsIfItWereAlone() {
        assertThat(Xxh64.hash("/a/path?query", 0, 7, 0)).isEqualTo(Xxh64.hash("/a/path"));
    }

    @Test
    void bothHalvesOfWideCharactersCount() {
        assertThat(Xxh64.hash("\u4e01")).isNotEqualTo(Xxh64.hash("\u4f01"));
        assertThat(Xxh64.hash("\u4e01")).isNotEqualTo(Xxh64.hash("\u4e02"));
    }
}

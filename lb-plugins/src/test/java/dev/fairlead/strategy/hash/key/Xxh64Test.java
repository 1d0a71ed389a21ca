package dev.fairlead.strategy.hash.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Xxh64Test {

    /** The values that python-xxhash and twox-hash publish in their documentation and tests. */
    @Test
    void agreesWithPublishedValues() {
        assertThat(Xxh64.hash("")).isEqualTo(0xEF46DB3751D8E999L);
        assertThat(Xxh64.hash("a")).isEqualTo(0xD24EC4F1A98C6E5BL);
        assertThat(Xxh64.hash("abc")).isEqualTo(0x44BC2CF5AD770999L);
        assertThat(Xxh64.hash("Nobody inspects the spammish repetition")).isEqualTo(0xFBCEA83C8A378BF1L);
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

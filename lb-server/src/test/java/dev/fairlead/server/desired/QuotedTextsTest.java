package dev.fairlead.server.desired;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class QuotedTextsTest {

    private static final String[] PIECES = {"a", ",", "\"", "\\", "=", " ", "\"b\"", "=\"", "\n"};

    @Test
    void textsWithoutCommasAreWrittenAsTheyAre() {
        assertThat(Values.texts("zone=a, rack = 7,,path=C:\\x,b=a=b"))
                .isEqualTo(Map.of("zone", "a", "rack", "7", "path", "C:\\x", "b", "a=b"));
        assertThat(Values.textOfTexts(Map.of("zone", "a b"))).isEqualTo("zone=a b");
    }

    @Test
    void aCommaIsPutInQuotes() {
        assertThat(Values.texts("Cache-Control=\"no-cache, max-age=0\",X-A=say \"a\", X-B= \"\\\"\\\\\" "))
                .isEqualTo(Map.of("Cache-Control", "no-cache, max-age=0", "X-A", "say \"a\"", "X-B", "\"\\"));
    }

    @Test
    void everyTextReadsBackEqual() {
        Random random = new Random(9);
        for (int i = 0; i < 20_000; i++) {
            Map<String, String> texts = new LinkedHashMap<>();
            for (int key = random.nextInt(4); key > 0; key--) {
                texts.put(
                        "k" + key,
                        random.ints(random.nextInt(6), 0, PIECES.length)
                                .mapToObj(piece -> PIECES[piece])
                                .collect(Collectors.joining()));
            }
            assertThat(Values.texts(Values.textOfTexts(texts))).isEqualTo(texts);
        }
    }
}

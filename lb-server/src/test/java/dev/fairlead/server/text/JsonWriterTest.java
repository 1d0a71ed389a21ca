package dev.fairlead.server.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
    private final StringBuilder out = new StringBuilder();
    private final JsonWriter json = new JsonWriter(out);

    @Test
    void separatesFieldsElementsAndNestedValues() {
        json.object()
                .field("a", 1)
                .name("b")
                .array()
                .value("x")
                .object()
                .endObject()
                .object()
                .field("c", true)
                .endObject()
                .endArray()
                .field("d", (String) null)
                .endObject();

        assertThat(out).hasToString("{\"a\":1,\"b\":[\"x\",{},{\"c\":true}],\"d\":null}");
    }

    @Test
    void millisecondsHaveThreeDigits() {
        json.array();
        json.millis("a", 1_002_999).millis("b", 999).millis("c", 1_000);

        assertThat(out).hasToString("[\"a\":1.002,\"b\":0.000,\"c\":0.001");
    }

    @Test
    void everyCharacterSurvivesAParser() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 0x300; c++) {
            all.append(c);
        }
        all.append("\u2028\ufeff\ud83d\ude00");
        json.object().field("text", all.toString()).endObject();

        String read = ConfigFactory.parseString(
                        out.toString(), ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON))
                .getString("text");

        assertThat(read).isEqualTo(all.toString());
    }

    @Test
    void halfASurrogatePairIsEscaped() {
        json.value("\ud83d");

        assertThat(out).hasToString("\"\\ud83d\"");
    }
}

package dev.fairlead.ctl.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void whatATerminalWouldObeyIsSpeltOut() {
        assertThat(Printable.of("a\u001b[2Jb")).isEqualTo("a\\u001b[2Jb");
        assertThat(Printable.of("a\r\nb\tc\u0000\u007f\u009b")).isEqualTo("a\\r\\nb\\tc\\u0000\\u007f\\u009b");
        assertThat(Printable.of("good\u202edab\u2066\u2028")).isEqualTo("good\\u202edab\\u2066\\u2028");
    }

    @Test
    void whatItShowsIsLeftAlone() {
        String text = "/käse?q=\"\\u001b\" 統計 \ud83d\ude00 ~";
        assertThat(Printable.of(text)).isSameAs(text);
    }

    @Test
    void linesOfATextStayLines() {
        assertThat(Printable.ofLines("a {\n  b = \u0007\n}\n")).isEqualTo("a {\n  b = \\u0007\n}\n");
        assertThat(Printable.ofLines("no end of line\u0007")).isEqualTo("no end of line\\u0007");
    }
}

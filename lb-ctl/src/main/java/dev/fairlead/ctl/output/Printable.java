package dev.fairlead.ctl.output;

import java.util.HexFormat;

/**
 * Text that is safe to print on a terminal. Paths, headers and messages come from strangers: characters that move the
 * cursor, change colours or reverse the line are escaped as in JSON.
 */
public final class Printable {

    private Printable() {}

    /** The text itself if there is nothing to escape, as is nearly always the case. */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isObeyed(text.charAt(i))) {
                return spelt(text, i);
            }
        }
        return text;
    }

    /** The same for a text with several lines. */
    public static String ofLines(String text) {
        StringBuilder lines = new StringBuilder(text.length());
        int begin = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', begin)) {
            lines.append(of(text.substring(begin, end))).append('\n');
            begin = end + 1;
        }
        return lines.append(of(text.substring(begin))).toString();
    }

    private static String spelt(String text, int clean) {
        StringBuilder spelt = new StringBuilder(text.length() + 16).append(text, 0, clean);
        for (int i = clean; i < text.length(); i++) {
            char each = text.charAt(i);
            if (!isObeyed(each)) {
                spelt.append(each);
            } else if (each == '\n') {
                spelt.append("\\n");
            } else if (each == '\r') {
                spelt.append("\\r");
            } else if (each == '\t') {
                spelt.append("\\t");
            } else {
                spelt.append("\\u").append(HexFormat.of().toHexDigits(each));
            }
        }
        return spelt.toString();
    }

    /** The control characters of ASCII and Latin-1, and characters that break lines or change the writing direction. */
    private static boolean isObeyed(char each) {
        return each < ' '
                || (each >= 0x7f && each <= 0x9f)
                || each == '\u061c'
                || (each >= '\u200e' && each <= '\u200f')
                || (each >= '\u2028' && each <= '\u202e')
                || (each >= '\u2066' && each <= '\u2069');
    }
}

package dev.fairlead.ctl.output;

import java.util.HexFormat;

/**
 * Text that a terminal shows and does not obey. Paths, headers and messages were chosen by strangers: what moves the
 * cursor, changes colours or turns the line round is spelt out, as JSON spells it.
 */
public final class Printable {

    private Printable() {}

    /** The text itself if there is nothing in it to spell out, as is nearly always so. */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isObeyed(text.charAt(i))) {
                return spelt(text, i);
            }
        }
        return text;
    }

    /** The same for a text of many lines. */
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

    /** The controls of ASCII and of Latin-1, and those that begin a line or turn the direction of writing. */
    private static boolean isObeyed(char each) {
        return each < ' '
                || (each >= 0x7f && each <= 0x9f)
                || each == '\u061c'
                || (each >= '\u200e' && each <= '\u200f')
                || (each >= '\u2028' && each <= '\u202e')
                || (each >= '\u2066' && each <= '\u2069');
    }
}

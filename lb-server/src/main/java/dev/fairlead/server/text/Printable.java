package dev.fairlead.server.text;

import java.util.HexFormat;

/**
 * Text that stays on its line and is safe to print on a terminal. Ids, paths, headers, messages and file names may come
 * from strangers: characters that break lines, move the cursor, change colours or reverse the line are escaped as in
 * JSON.
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

    private static String spelt(String text, int clean) {
        StringBuilder spelt = new StringBuilder(text.length() + 16).append(text, 0, clean);
        for (int i = clean; i < text.length(); i++) {
            char each = text.charAt(i);
            if (isObeyed(each)) {
                spell(spelt, each);
            } else {
                spelt.append(each);
            }
        }
        return spelt.toString();
    }

    /** As in JSON between quotes. */
    public static void spell(StringBuilder to, char each) {
        switch (each) {
            case '\n' -> to.append("\\n");
            case '\r' -> to.append("\\r");
            case '\t' -> to.append("\\t");
            default -> to.append("\\u").append(HexFormat.of().toHexDigits(each));
        }
    }

    /** The control characters of ASCII and Latin-1, and characters that break lines or change the writing direction. */
    public static boolean isObeyed(char each) {
        return each < ' '
                || each >= 0x7f && each <= 0x9f
                || each == '\u061c'
                || each >= '\u200e' && each <= '\u200f'
                || each >= '\u2028' && each <= '\u202e'
                || each >= '\u2066' && each <= '\u2069';
    }
}

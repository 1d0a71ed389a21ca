package dev.fairlead.server.config;

/**
 * One problem, as {@code FILE:LINE: key: what, expected what}.
 *
 * @param source the file or flag as its user spelled it
 * @param line counted from 1; 0 if there is none
 * @param key empty if the problem is not about one setting
 */
public record ConfigProblem(String source, int line, String key, String text) {

    private static final int LONGEST = 1000;

    /** A document may consist of one huge word, which the message would repeat. */
    public ConfigProblem {
        source = shortened(source);
        key = shortened(key);
        text = shortened(text);
    }

    public ConfigProblem(String source, String text) {
        this(source, 0, "", text);
    }

    @Override
    public String toString() {
        return source + (line > 0 ? ":" + line : "") + ": " + (key.isEmpty() ? "" : key + ": ") + text;
    }

    private static String shortened(String words) {
        return words.length() <= LONGEST ? words : words.substring(0, LONGEST) + "…";
    }
}

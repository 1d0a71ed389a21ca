package dev.fairlead.server.config;

/**
 * One thing that is wrong, as {@code FILE:LINE: key: what, expected what}.
 *
 * @param source the file or flag as its user spelled it
 * @param line counted from 1; 0 if there is none
 * @param key empty if the problem is not about one setting
 */
public record ConfigProblem(String source, int line, String key, String text) {

    public ConfigProblem(String source, String text) {
        this(source, 0, "", text);
    }

    @Override
    public String toString() {
        return source + (line > 0 ? ":" + line : "") + ": " + (key.isEmpty() ? "" : key + ": ") + text;
    }
}

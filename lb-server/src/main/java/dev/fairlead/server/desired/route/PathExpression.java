package dev.fairlead.server.desired.route;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression for paths. No path can make it slow: its time is at most the product of its size and the path's
 * length, whatever is in either.
 */
public final class PathExpression {

    private static final int LONGEST = 1000;

    /** Instructions of its program; an expression without counted repetitions has about one for each character. */
    private static final int LARGEST = 1000;

    private final Pattern pattern;

    private PathExpression(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws IllegalArgumentException with the sentence that says why not */
    public static PathExpression compile(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "the expression has " + text.length() + " characters, expected at most " + LONGEST);
        }
        if (ExpandedSize.of(text) > 4 * LARGEST) {
            throw tooLarge(text);
        }
        Pattern pattern = pattern(text);
        if (pattern.programSize() > LARGEST) {
            throw tooLarge(text);
        }
        return new PathExpression(pattern);
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a regular expression (" + e.getDescription()
                            + "), expected RE2 syntax such as ^/items/[0-9]+$",
                    e);
        }
    }

    private static IllegalArgumentException tooLarge(String text) {
        return new IllegalArgumentException("\"" + text + "\" repeats so much that it would take more than " + LARGEST
                + " steps a character, expected smaller counts");
    }

    /** Whether it is found anywhere in the path. */
    public boolean isIn(String path) {
        return pattern.matcher(path).find();
    }

    /** The most steps that a character of a path can cost. */
    public int size() {
        return pattern.programSize();
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}

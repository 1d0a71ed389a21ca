package dev.fairlead.server.desired;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the nearest known name for an unknown one. */
public final class NearestName {

    /** Real names are shorter; a comparison costs the product of the two lengths, and callers may send anything. */
    private static final int LONGEST = 255;

    private NearestName() {}

    /** The known name with the fewest typos relative to {@code written}; empty if none is close enough. */
    public static Optional<String> of(String written, Collection<String> known) {
        if (written.length() > LONGEST) {
            return Optional.empty();
        }
        String plain = plain(written);
        String nearest = null;
        int fewest = Math.max(2, plain.length() / 3) + 1;
        for (String name : known) {
            int slips = slips(plain, plain(name));
            if (slips < fewest) {
                fewest = slips;
                nearest = name;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** The same as the end of a sentence: {@code , did you mean "x"?}, or empty. */
    public static String hint(String written, Collection<String> known) {
        return of(written, known)
                .map(name -> ", did you mean \"" + name + "\"?")
                .orElse("");
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The number of insertions, deletions, replacements and swaps of adjacent characters. */
    private static int slips(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(int[][] cost, String a, String b, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}

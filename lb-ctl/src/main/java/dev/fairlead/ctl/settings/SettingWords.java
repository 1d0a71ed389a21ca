package dev.fairlead.ctl.settings;

import dev.fairlead.ctl.value.Pair;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings as they are typed, KEY=VALUE each. Values go to the server exactly so; it knows what they mean.
 *
 * @param example a setting of that kind, for messages
 */
public record SettingWords(List<String> words, String example) {

    /** What is wrong, or null. */
    public @Nullable String problem() {
        Set<String> seen = new HashSet<>();
        for (String word : words) {
            if (word.indexOf('=') < 1) {
                return "\"" + word + "\" is not a setting, expected KEY=VALUE without spaces, as in " + example;
            }
            String key = pair(word).name();
            if (!seen.add(key)) {
                return key + " is given twice, expected once; a list has commas, as in " + key + "=ONE,TWO";
            }
        }
        return null;
    }

    public List<Pair> pairs() {
        return words.stream().map(SettingWords::pair).toList();
    }

    private static Pair pair(String word) {
        int equals = word.indexOf('=');
        return new Pair(word.substring(0, equals).strip(), word.substring(equals + 1));
    }
}

package dev.fairlead.ctl;

import dev.fairlead.ctl.command.Noun;
import dev.fairlead.ctl.options.GlobalOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The words of a command in canonical order. Users may type "backends add" or "add backend", or "drain b2" if only one
 * noun has the verb. Options may come before, between and after the words.
 *
 * @param arguments noun and verb first, then the rest as typed
 * @param noun null if there is no known noun
 * @param verb null if there is no known verb
 * @param problem why the words are ambiguous, or null
 */
record Words(
        List<String> arguments,
        @Nullable String noun,
        @Nullable String verb,
        @Nullable String problem) {

    static Words of(List<String> typed, Vocabulary vocabulary) {
        List<Integer> at = positions(typed);
        if (at.isEmpty()) {
            return new Words(typed, null, null, null);
        }
        String first = typed.get(at.get(0));
        if (first.equals("help")) {
            return ofHelp(typed, at.get(0), vocabulary);
        }
        @Nullable String second = at.size() > 1 ? typed.get(at.get(1)) : null;
        @Nullable Noun noun = vocabulary.noun(first);
        if (noun != null) {
            boolean known = second != null && noun.verbs().contains(second);
            return arranged(typed, noun.name(), known ? second : null, at.subList(0, known ? 2 : 1));
        }
        List<Noun> candidates = vocabulary.nounsWith(first);
        @Nullable Noun named = second == null ? null : vocabulary.noun(second);
        if (named != null && candidates.contains(named)) {
            return arranged(typed, named.name(), first, at.subList(0, 2));
        }
        if (vocabulary.alone().contains(first)) {
            return arranged(typed, first, null, at.subList(0, 1));
        }
        if (named == null && candidates.size() == 1) {
            return arranged(typed, candidates.get(0).name(), first, at.subList(0, 1));
        }
        return new Words(typed, null, null, candidates.isEmpty() ? null : question(first, candidates));
    }

    private static String question(String verb, List<Noun> candidates) {
        return "'" + verb + "' needs a noun; try "
                + candidates.stream()
                        .map(noun -> "'" + verb + " " + noun.name() + "'")
                        .collect(Collectors.joining(" or "));
    }

    private static Words ofHelp(List<String> typed, int help, Vocabulary vocabulary) {
        List<String> asked = new ArrayList<>(typed);
        asked.remove(help);
        asked.add("--help");
        return of(asked, vocabulary);
    }

    private static Words arranged(List<String> typed, String noun, @Nullable String verb, List<Integer> words) {
        List<String> arguments = new ArrayList<>();
        arguments.add(noun);
        if (verb != null) {
            arguments.add(verb);
        }
        for (int i = 0; i < typed.size(); i++) {
            if (!words.contains(i)) {
                arguments.add(typed.get(i));
            }
        }
        return new Words(List.copyOf(arguments), noun, verb, null);
    }

    /** The positions of the first two words, skipping options and their values. */
    private static List<Integer> positions(List<String> typed) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < typed.size() && found.size() < 2; i++) {
            String argument = typed.get(i);
            if (argument.equals("--")) {
                break;
            }
            if (!argument.startsWith("-")) {
                found.add(i);
            } else if (OptionsWithValue.NAMES.contains(argument)) {
                i++;
            }
        }
        return found;
    }

    /** Loaded only if an option comes before the words. */
    private static final class OptionsWithValue {

        static final Set<String> NAMES = GlobalOptions.takingValue();
    }
}

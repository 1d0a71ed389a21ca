package dev.fairlead.ctl.completion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The words that can follow each other.
 *
 * @param firsts the words that can start a command
 * @param seconds the words that can follow the first one, if there is a second
 * @param options the options for the words of a command, with an entry for each order of the words
 * @param asking the commands whose arguments a server knows, with the command that asks it for each place; the last one is for
 *     all that follow, and an empty one for what nobody knows
 * @param valuesAsked the options whose values a server knows, with the command that asks it
 * @param withValue the options that take a value
 */
record CommandWords(
        Set<String> firsts,
        Map<String, Set<String>> seconds,
        Map<String, List<String>> options,
        Map<String, List<String>> asking,
        Map<String, String> valuesAsked,
        Set<String> withValue) {

    private static final String ROUTES = "routes list -o name --timeout 2s";

    static CommandWords of(CommandLine root) {
        CommandWords words = new CommandWords(
                new LinkedHashSet<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new TreeMap<>(),
                new TreeSet<>());
        root.getSubcommands().forEach((name, command) -> words.add(name, command));
        return words;
    }

    private void add(String name, CommandLine command) {
        // the other form of a noun is accepted, but not offered
        boolean offered = name.equals(command.getCommandName());
        if (offered) {
            firsts.add(name);
        }
        if (command.getSubcommands().isEmpty()) {
            options.put(name, optionsOf(command));
            return;
        }
        command.getSubcommands().forEach((verb, verbCommand) -> {
            firsts.add(verb);
            seconds.computeIfAbsent(name, any -> new LinkedHashSet<>()).add(verb);
            if (offered) {
                seconds.computeIfAbsent(verb, any -> new LinkedHashSet<>()).add(name);
            }
            for (String path : List.of(name + " " + verb, verb + " " + name)) {
                options.put(path, optionsOf(verbCommand));
                List<String> questions = questions(name, verbCommand);
                if (questions.stream().anyMatch(question -> !question.isEmpty())) {
                    asking.put(path, questions);
                }
            }
        });
    }

    private List<String> optionsOf(CommandLine command) {
        List<String> names = new ArrayList<>();
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.hidden()) {
                names.addAll(List.of(option.names()));
                if (option.arity().max() > 0) {
                    withValue.addAll(List.of(option.names()));
                    if (option.paramLabel().equals("ROUTE")) {
                        valuesAsked.put(option.longestName(), ROUTES);
                    }
                }
            }
        }
        return names;
    }

    private static List<String> questions(String noun, CommandLine command) {
        return command.getCommandSpec().positionalParameters().stream()
                .map(parameter -> question(noun, parameter.paramLabel()))
                .toList();
    }

    /** Where a pool may be named, a key may come first. */
    private static String question(String noun, String label) {
        return switch (label) {
            case "ID" -> "backends list -o name --timeout 2s";
            case "ROUTE" -> ROUTES;
            default -> label.contains("KEY") || label.equals("POOL") ? noun + " get -o name --timeout 2s" : "";
        };
    }
}

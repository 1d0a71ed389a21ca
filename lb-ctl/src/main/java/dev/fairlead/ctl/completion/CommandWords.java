package dev.fairlead.ctl.completion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The words that can follow each other.
 *
 * @param firsts the words that can start a command
 * @param seconds the words that can follow the first one, if there is a second
 * @param options the options for the words of a command, with an entry for each order of the words
 * @param asking the commands whose arguments a server knows, with the command that asks it
 * @param withValue the options that take a value
 */
record CommandWords(
        Set<String> firsts,
        Map<String, Set<String>> seconds,
        Map<String, List<String>> options,
        Map<String, String> asking,
        Set<String> withValue) {

    static CommandWords of(CommandLine root) {
        CommandWords words = new CommandWords(
                new LinkedHashSet<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
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
                question(name, verbCommand).ifPresent(question -> asking.put(path, question));
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
                }
            }
        }
        return names;
    }

    private static Optional<String> question(String noun, CommandLine command) {
        for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
            String label = parameter.paramLabel();
            if (label.equals("ID")) {
                return Optional.of("backends list -o name --timeout 2s");
            }
            if (label.contains("KEY")) {
                return Optional.of(noun + " get -o name --timeout 2s");
            }
        }
        return Optional.empty();
    }
}

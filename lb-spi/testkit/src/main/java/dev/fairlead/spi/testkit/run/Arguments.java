package dev.fairlead.spi.testkit.run;

import dev.fairlead.spi.testkit.trial.Share;
import dev.fairlead.spi.testkit.trial.TimeLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The command line of the kit, parsed strictly: anything unknown is refused with a message. */
final class Arguments {
    static final String USAGE = """
            usage: verify [OPTION]…            try the strategies on the class path against the contract
                   simulate FOLDER [OPTION]…   run them through every scenario, and write a report
                   checks                      list the checks of the contract
              --strategy NAME      this one only; may be repeated
              --option KEY=VALUE   create strategies with this option; may be repeated
            of verify:
              --check ID           this check only; may be repeated
              --share WHICH        what is promised if all do equally well: weight (default), equal or none
              --tolerance PERCENT  how far shares may be off beyond chance
              --patience SECONDS   how long one check may take, 120 by default
              --json               an object on each line, for scripts
            exit code: 0 all keep the contract, 1 some do not, 2 there was nothing to do or nothing understood
            """;

    private enum Command {
        VERIFY,
        SIMULATE,
        CHECKS
    }

    private final Command command;
    private @Nullable String folder;
    private final List<String> strategies = new ArrayList<>();
    private final List<String> checks = new ArrayList<>();
    private final Map<String, String> options = new LinkedHashMap<>();
    private Share share = Share.BY_WEIGHT;
    private double tolerance = Double.NaN;
    private TimeLimit timeLimit = TimeLimit.DEFAULT;
    private boolean json;

    private Arguments(Command command) {
        this.command = command;
    }

    /** @throws IllegalArgumentException with a message for the user for the user */
    static Arguments of(List<String> words) {
        Iterator<String> rest = words.iterator();
        String first = rest.hasNext() ? rest.next() : "nothing";
        Arguments arguments = new Arguments(
                switch (first) {
                    case "verify" -> Command.VERIFY;
                    case "simulate" -> Command.SIMULATE;
                    case "checks" -> Command.CHECKS;
                    default -> throw new IllegalArgumentException(first + " is not a command");
                });
        while (rest.hasNext()) {
            arguments.read(rest.next(), rest);
        }
        if (arguments.command == Command.SIMULATE && arguments.folder == null) {
            throw new IllegalArgumentException("simulate needs a folder");
        }
        return arguments;
    }

    private void read(String word, Iterator<String> rest) {
        if (command == Command.SIMULATE && folder == null && !word.startsWith("--")) {
            folder = word;
            return;
        }
        try {
            boolean understood = command != Command.CHECKS && readCommon(word, rest)
                    || command == Command.VERIFY && readVerify(word, rest);
            if (!understood) {
                throw new IllegalArgumentException(word + " is not valid here");
            }
        } catch (NoSuchElementException e) {
            throw new IllegalArgumentException(word + " needs a value", e);
        }
    }

    private boolean readCommon(String word, Iterator<String> rest) {
        switch (word) {
            case "--strategy" -> strategies.add(rest.next());
            case "--option" -> {
                String text = rest.next();
                int equals = text.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException("--option is " + text + ", expected KEY=VALUE");
                }
                options.put(text.substring(0, equals), text.substring(equals + 1));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean readVerify(String word, Iterator<String> rest) {
        switch (word) {
            case "--check" -> checks.add(rest.next());
            case "--share" -> share = share(rest.next());
            case "--tolerance" -> tolerance = number(word, rest.next(), "%") / 100;
            case "--patience" ->
                timeLimit = new TimeLimit(Duration.ofMillis(Math.round(1e3 * number(word, rest.next(), "s"))));
            case "--json" -> json = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Share share(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "weight" -> Share.BY_WEIGHT;
            case "equal" -> Share.EQUAL;
            case "none" -> Share.UNPROMISED;
            default -> throw new IllegalArgumentException("--share is " + word + ", expected weight, equal or none");
        };
    }

    private static double number(String word, String text, String unit) {
        try {
            double value =
                    Double.parseDouble(text.endsWith(unit) ? text.substring(0, text.length() - unit.length()) : text);
            if (value > 0 && value < 1e6) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(word + " is " + text + ", expected a number such as 10" + unit, e);
        }
        throw new IllegalArgumentException(word + " is " + text + ", expected more than 0");
    }

    boolean verifies() {
        return command == Command.VERIFY;
    }

    boolean lists() {
        return command == Command.CHECKS;
    }

    /** Where to write the report. */
    String folder() {
        return folder == null ? "" : folder;
    }

    /** Which ones; all if empty. */
    List<String> strategies() {
        return strategies;
    }

    /** Which ones; all if empty. */
    List<String> checks() {
        return checks;
    }

    Map<String, String> options() {
        return options;
    }

    Share share() {
        return share;
    }

    double tolerance() {
        return tolerance;
    }

    TimeLimit timeLimit() {
        return timeLimit;
    }

    boolean json() {
        return json;
    }
}

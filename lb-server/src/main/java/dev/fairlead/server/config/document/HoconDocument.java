package dev.fairlead.server.config.document;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.fairlead.server.config.ConfigProblem;
import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.config.document.Node.Fields;
import dev.fairlead.server.config.document.Node.Items;
import dev.fairlead.server.config.document.Node.Scalar;
import dev.fairlead.server.config.document.Node.Where;
import dev.fairlead.server.config.document.Room.TooMuch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads HOCON, and JSON as its strict form, into nodes that know their lines. */
final class HoconDocument {

    private static final String MISSING_HINT =
            ", expected it in the file or in the environment; write ${?…} if it is optional";

    /** The library's, for files that are not ours. */
    private static final String WRONG_ADVICE = ", or you may be able to rename the file .properties rather than .conf";

    /** The same whether there is such a variable or not. */
    private static final String NOT_OURS =
            "is not set in this document, expected it there: files sent over the control port cannot use variables of"
                    + " the server's machine unless control.variables = on";

    static final String VARIABLE = "environment variable ";

    private final Reach reach;
    private final Includes includes;
    private int nodes;

    HoconDocument(Reach reach) {
        this.reach = reach;
        this.includes = reach.includes();
    }

    Fields read(String text, String name, ConfigSyntax syntax) throws InvalidConfigException {
        try {
            includes.add(name, text);
            ConfigParseOptions options = ConfigParseOptions.defaults()
                    .setSyntax(syntax)
                    .setOriginDescription(name)
                    .setIncluder(includes);
            Config parsed = ConfigFactory.parseString(text, options);
            refuseSubstitutions();
            Config resolved = parsed.resolve(ConfigResolveOptions.defaults()
                    .setUseSystemEnvironment(false)
                    .appendResolver(new Variables(reach.environment())));
            return fields(resolved.root());
        } catch (TooMuch e) {
            throw new InvalidConfigException(
                    List.of(new ConfigProblem(e.where().source(), e.where().line(), "syntax", e.sentence())));
        } catch (ConfigException e) {
            throw new InvalidConfigException(List.of(syntaxProblem(e, name)));
        } catch (StackOverflowError e) {
            // Not expected any more, for levels and chains are counted before; and no reason to lose the thread.
            throw new InvalidConfigException(List.of(new ConfigProblem(name, 0, "syntax", Room.TOO_DEEP)));
        }
    }

    /** Before they are replaced: by then it is too late. */
    private void refuseSubstitutions() throws InvalidConfigException {
        Substitutions substitutions = includes.substitutions();
        if (!reach.variables()) {
            List<ConfigProblem> problems = substitutions.fromOutside().stream()
                    .map(reference -> reference.problem(NOT_OURS))
                    .toList();
            if (!problems.isEmpty()) {
                throw new InvalidConfigException(problems);
            }
        }
        substitutions.refuseGrowth(
                Room.ofThisProcess(),
                variable -> reach.environment().getOrDefault(variable, "").length());
    }

    private ConfigProblem syntaxProblem(ConfigException e, String name) {
        Where where = e.origin() == null ? new Where(name, 0) : where(e.origin());
        String origin = e.origin() == null ? "" : e.origin().description() + ": ";
        String message = String.valueOf(e.getMessage());
        String text = message.startsWith(origin) ? message.substring(origin.length()) : message;
        String first = text.lines().findFirst().orElse("").strip().replace(WRONG_ADVICE, "");
        String hint = e instanceof ConfigException.UnresolvedSubstitution ? MISSING_HINT : "";
        return new ConfigProblem(where.source(), where.line(), "syntax", first + hint);
    }

    /** A substitution is shared until here, where each use becomes nodes of its own. */
    private Optional<Node> node(ConfigValue value) {
        if (++nodes > Node.MOST) {
            throw new TooMuch(where(value.origin()), Room.TOO_MANY);
        }
        if (value.valueType() == ConfigValueType.NULL) {
            return Optional.empty();
        } else if (value instanceof ConfigObject object) {
            return Optional.of(fields(object));
        } else if (value instanceof ConfigList list) {
            List<Node> items = new ArrayList<>();
            list.forEach(item -> node(item).ifPresent(items::add));
            return Optional.of(new Items(items, where(value.origin())));
        }
        // Not the unwrapped value: a tag of 1.10 is not 1.1.
        return Optional.of(new Scalar(value.atKey("text").getString("text"), where(value.origin())));
    }

    private Fields fields(ConfigObject object) {
        Map<String, Node> fields = new LinkedHashMap<>();
        // The library keeps no order; lines give back the one of the file, which is the one to show pools in.
        object.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, ConfigValue> entry) ->
                                entry.getValue().origin().lineNumber())
                        .thenComparing(Map.Entry::getKey))
                .forEach(entry -> node(entry.getValue()).ifPresent(node -> fields.put(entry.getKey(), node)));
        return new Fields(fields, where(object.origin()));
    }

    /**
     * An origin describes itself as {@code name}, {@code name: 12} or {@code merge of name: 3,other: 12}. A value that
     * came from the environment does not know who asked for it: the line that names the variable is looked up.
     */
    private Where where(ConfigOrigin origin) {
        String description = origin.description();
        String first = description.startsWith("merge of ") ? description.substring(9) : description;
        for (String source : includes.texts().keySet()) {
            Matcher line =
                    Pattern.compile(Pattern.quote(source) + "(?:: (\\d+).*)?").matcher(first);
            if (line.matches()) {
                return new Where(source, line.group(1) == null ? 0 : Integer.parseInt(line.group(1)));
            }
        }
        if (first.startsWith(VARIABLE)) {
            String variable = first.substring(VARIABLE.length());
            return mention(Pattern.compile("\\$\\{\\??" + Pattern.quote(variable) + "}"))
                    .orElse(new Where(first, 0));
        }
        return new Where(first, 0);
    }

    private Optional<Where> mention(Pattern pattern) {
        for (Map.Entry<String, String> source : includes.texts().entrySet()) {
            Matcher matcher = pattern.matcher(source.getValue());
            if (matcher.find()) {
                long breaks = source.getValue()
                        .substring(0, matcher.start())
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
                return Optional.of(new Where(source.getKey(), (int) breaks + 1));
            }
        }
        return Optional.empty();
    }
}

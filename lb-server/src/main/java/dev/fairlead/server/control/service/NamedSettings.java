package dev.fairlead.server.control.service;

import dev.fairlead.server.config.ConfigProblem;
import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.config.SentConfig;
import dev.fairlead.server.config.read.Sender;
import dev.fairlead.server.control.message.AllowedFiles;
import dev.fairlead.server.control.message.Violations;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.NearestName;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.route.Route;
import dev.fairlead.server.state.Change;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.state.PoolEdit;
import dev.fairlead.server.state.RouteEdit;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Settings that a request names by the keys of a file: a file of a few lines. */
final class NamedSettings {

    private static final String FIELD = "settings";
    private static final String BACKENDS = "backends";
    private static final Set<String> OF_FRONTEND =
            Schema.of(Frontend.class).settings().keySet();

    private final ConfigSource source;
    private final AllowedFiles allowed;

    @Inject
    NamedSettings(ConfigSource source, AllowedFiles allowed) {
        this.source = source;
        this.allowed = allowed;
    }

    /**
     * What a record says in its settings, by their keys.
     *
     * @param key of one of them, or of a block; empty means all
     * @throws ChangeRefused if there is none of this key
     */
    static Map<String, String> texts(Record record, String key) {
        Map<String, String> all = Schema.of(record).texts(record);
        if (key.isEmpty()) {
            return all;
        }
        Map<String, String> meant = new TreeMap<>(all);
        meant.keySet().removeIf(known -> !known.equals(key) && !known.startsWith(key + "."));
        if (meant.isEmpty()) {
            throw ChangeRefused.noSetting(key, all.keySet());
        }
        return meant;
    }

    /** The change, and what is named besides. */
    Change ofPool(Change.EditPool change, Map<String, String> settings, Violations violations) {
        if (settings.keySet().stream().anyMatch(key -> key.equals(BACKENDS) || key.startsWith(BACKENDS + "."))) {
            violations.at(FIELD).add(BACKENDS, "are no setting, expected the calls of BackendService for them");
        }
        return settings.isEmpty()
                ? change
                : read(settings, "lb.pools." + change.pool(), violations)
                        .<Change>map(sent -> {
                            Pool document =
                                    sent.config().desired().pool(change.pool()).orElseThrow();
                            return new Change.EditPool(
                                    change.pool(),
                                    what(change.what(), settings),
                                    change.edit().andThen(PoolEdit.named(document, sent.keys())));
                        })
                        .orElse(change);
    }

    Change ofFrontend(Change.EditFrontend change, Frontend now, Map<String, String> settings, Violations violations) {
        settings.keySet().stream()
                .filter(key -> !OF_FRONTEND.contains(key))
                .forEach(key -> violations.at(FIELD).add(key, unknown(key)));
        if (settings.isEmpty() || over(now, "", settings, violations).isEmpty()) {
            return change;
        }
        return new Change.EditFrontend(
                what(change.what(), settings), change.edit().andThen(present -> over(present, "", settings)));
    }

    /** Further settings of a route that is there. */
    RouteEdit ofRoute(RouteEdit edit, Route now, Map<String, String> settings, Violations violations) {
        if (settings.isEmpty() || over(now, now.name(), settings, violations).isEmpty()) {
            return edit;
        }
        return edit.andThen(present -> over(present, present.name(), settings));
    }

    /** A route that is made of settings alone; nothing if that cannot be, which is noted. */
    Optional<Route> newRoute(String name, Map<String, String> settings, Violations violations) {
        try {
            return Optional.of(source.parser().named(Route.class, name, settings, beside(), sender()));
        } catch (InvalidConfigException e) {
            note(e, violations);
            return Optional.empty();
        }
    }

    private <R extends Record> Optional<R> over(
            R now, String name, Map<String, String> settings, Violations violations) {
        try {
            return Optional.of(source.parser().over(now, name, settings, beside(), sender()));
        } catch (InvalidConfigException e) {
            note(e, violations);
            return Optional.empty();
        }
    }

    /** When the change is made, of what is there then. */
    private <R extends Record> R over(R present, String name, Map<String, String> settings) {
        try {
            return source.parser().over(present, name, settings, beside(), sender());
        } catch (InvalidConfigException e) {
            ConfigProblem first = e.problems().get(0);
            throw new ChangeRefused(
                    ChangeRefused.Kind.INVALID, first.source(), first.source() + ": " + first.text(), e);
        }
    }

    /** What only a restart can change has the same block in a file, and is none. */
    private static String unknown(String key) {
        String hint = NearestName.hint(key, OF_FRONTEND);
        return "is no live setting of the server" + (hint.isEmpty() ? ", expected one such as limits.body" : hint);
    }

    private Optional<SentConfig> read(Map<String, String> settings, String block, Violations violations) {
        try {
            return Optional.of(source.parser().parse(settings, block, beside(), sender()));
        } catch (InvalidConfigException e) {
            note(e, violations);
            return Optional.empty();
        }
    }

    private @Nullable Path beside() {
        return source.file() == null ? null : source.file().file();
    }

    private Sender sender() {
        return new Sender(source.boot().control().variables(), allowed, false);
    }

    private static void note(InvalidConfigException e, Violations violations) {
        for (ConfigProblem problem : e.problems()) {
            violations.at(FIELD).add(problem.source(), problem.text());
        }
    }

    /** For the history. */
    static String what(String fields, Map<String, String> settings) {
        String keys = String.join(", ", new TreeSet<>(settings.keySet()));
        return fields.isEmpty() ? keys : fields + ", " + keys;
    }
}

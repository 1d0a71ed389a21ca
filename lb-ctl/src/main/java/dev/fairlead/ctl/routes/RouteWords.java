package dev.fairlead.ctl.routes;

import dev.fairlead.ctl.settings.SettingWords;
import dev.fairlead.ctl.value.Pair;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words that describe a route: its name, then its settings.
 *
 * @param verb for messages
 * @param pool what --pool says, which is nothing that a route knows
 */
record RouteWords(String verb, String name, List<String> settings, String pool) {

    private static final String EXAMPLE = "match.path=/api";

    /** What is wrong, or null. */
    @Nullable
    String problem() {
        if (name.indexOf('=') >= 0) {
            return "which route? Its name comes first, as in 'routes " + verb + " api " + EXAMPLE + "'";
        }
        if (!pool.isEmpty()) {
            return "--pool does not say where a route leads, expected pool=" + pool + " among the settings";
        }
        if (settings.isEmpty()) {
            return "nothing to set; name a setting, as in " + EXAMPLE;
        }
        return typed().problem();
    }

    List<Pair> pairs() {
        return typed().pairs();
    }

    private SettingWords typed() {
        return new SettingWords(settings, EXAMPLE);
    }
}

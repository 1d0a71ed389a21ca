package dev.fairlead.server.state;

import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.StrategyChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lays what a document names over what is there, and leaves the rest alone. A list is named as a whole, and so is a strategy
 * with its options; a pool that is not there yet starts from the defaults. Maintenance is an operator's word: a backend that
 * the list has keeps it, unless its entry names an admin state.
 */
final class Overlay {
    private final DesiredState document;
    private final Set<String> keys;

    private Overlay(DesiredState document, Set<String> keys) {
        this.document = document;
        this.keys = keys;
    }

    /**
     * @param document what it wants, over every default
     * @param keys what it names, as paths of a file; a block ends in a dot
     */
    static DesiredState of(DesiredState present, DesiredState document, Set<String> keys) {
        return new Overlay(document, keys).over(present);
    }

    private DesiredState over(DesiredState present) {
        Map<String, Pool> pools = new LinkedHashMap<>(present.pools());
        document.pools().forEach((name, pool) -> {
            String path = "pools." + name + ".";
            if (keys.contains(path)) {
                pools.compute(name, (same, before) -> before == null ? pool : pool(path, before, pool));
            }
        });
        return new DesiredState(section("", present.frontend(), document.frontend()), pools);
    }

    private Pool pool(String path, Pool present, Pool wanted) {
        List<Backend> backends =
                isNamed(path + "backends") ? backends(path, present, wanted.backends()) : present.backends();
        return section(path, present, wanted)
                .withStrategy(strategy(path + "strategy", present.strategy(), wanted.strategy()))
                .withBackends(backends);
    }

    private List<Backend> backends(String pool, Pool present, List<Backend> wanted) {
        List<Backend> backends = new ArrayList<>();
        for (Backend backend : wanted) {
            boolean says = keys.contains(pool + "backends[" + backends.size() + "].admin-state");
            AdminState kept = present.backend(backend.id()).map(Backend::admin).orElse(backend.admin());
            backends.add(says ? backend : backend.withAdmin(kept));
        }
        return backends;
    }

    /** Options alone are further ones of the strategy that is there. */
    private StrategyChoice strategy(String path, StrategyChoice present, StrategyChoice wanted) {
        boolean block = keys.contains(path + ".");
        if (block && !keys.contains(path + ".name")) {
            Map<String, String> options = new LinkedHashMap<>(present.options());
            options.putAll(wanted.options());
            return new StrategyChoice(present.name(), options);
        }
        return block || keys.contains(path) ? wanted : present;
    }

    private <R extends Record> R section(String path, R present, R wanted) {
        return Setting.section(path, wanted, setting -> value(path, setting, setting.in(present), setting.in(wanted)));
    }

    private Object value(String section, Setting setting, Object present, Object wanted) {
        String path = section + setting.name();
        if (wanted instanceof Record block && Setting.isSection(wanted)) {
            return section(path + ".", (Record) present, block);
        }
        return isNamed(path) ? wanted : present;
    }

    /** Itself, or the list that it is an entry of, as {@code retry.on.reset} is of {@code retry.on}. */
    private boolean isNamed(String path) {
        int end = path.lastIndexOf('.');
        return keys.contains(path) || end > 0 && keys.contains(path.substring(0, end));
    }
}

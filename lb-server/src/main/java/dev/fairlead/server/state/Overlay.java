package dev.fairlead.server.state;

import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Component;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.StrategyChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Applies what a document names to the current state, and leaves the rest unchanged. A list is replaced as a whole, and
 * so is a strategy with its options; a new pool starts from the defaults. A backend in maintenance stays there, unless
 * its entry names an admin state.
 */
final class Overlay {
    private final DesiredState document;
    private final Set<String> keys;

    private Overlay(DesiredState document, Set<String> keys) {
        this.document = document;
        this.keys = keys;
    }

    /**
     * @param document the document's settings, over all defaults
     * @param keys what it names, as paths in a file; a block ends in a dot
     */
    static DesiredState of(DesiredState present, DesiredState document, Set<String> keys) {
        return new Overlay(document, keys).over(present);
    }

    /** The same of one pool alone, without its backends. */
    static Pool of(Pool present, Pool document, Set<String> keys) {
        return new Overlay(DesiredState.initial(), keys).pool("pools." + present.name() + ".", present, document);
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
                keys.contains(path + "backends") ? backends(path, present, wanted.backends()) : present.backends();
        return section(path, present, wanted)
                .withStrategy(strategy(path + "strategy", present.strategy(), wanted.strategy()))
                .withBackends(backends);
    }

    private List<Backend> backends(String pool, Pool present, List<Backend> wanted) {
        List<Backend> backends = new ArrayList<>();
        for (Backend backend : wanted) {
            boolean says = keys.contains(pool + "backends[" + backends.size() + "].admin-state");
            AdminState kept =
                    present.backend(backend.id()).map(Backend::adminState).orElse(backend.adminState());
            backends.add(says ? backend : backend.withAdminState(kept));
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
        return Schema.of(wanted)
                .make(path, component -> value(path, component, component.in(present), component.in(wanted)));
    }

    private Object value(String section, Component component, Object present, Object wanted) {
        String path = section + component.key();
        if (component.isSection()) {
            return section(path + ".", (Record) present, (Record) wanted);
        }
        return keys.contains(path) ? wanted : present;
    }
}

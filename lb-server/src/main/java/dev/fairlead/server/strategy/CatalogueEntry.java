package dev.fairlead.server.strategy;

import dev.fairlead.spi.StrategyProvider;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One available strategy. It tracks its users, from before a provider creates a strategy until that strategy is closed,
 * so that code that unloads its jar can tell whether it is still in use.
 */
public final class CatalogueEntry {
    private final StrategyProvider provider;
    private final String name;
    private final String description;
    private final PluginThread thread;
    private final Set<StrategyGuard> users = ConcurrentHashMap.newKeySet();

    private volatile String trouble = "";

    /** Of those that have left. */
    private final AtomicLong formerErrors = new AtomicLong();

    /** @param thread runs the provider's code */
    public CatalogueEntry(StrategyProvider provider, String name, String description, PluginThread thread) {
        this.provider = provider;
        this.name = name;
        this.description = description;
        this.thread = thread;
    }

    public StrategyProvider provider() {
        return provider;
    }

    PluginThread thread() {
        return thread;
    }

    public String name() {
        return name;
    }

    public String description() {
        return description;
    }

    /** The plug-in that it comes from; {@link StrategyModule#BUILT_IN} for ours. */
    public String plugin() {
        return thread.plugin();
    }

    /** @param failure of creating or of building a selector; null when one of them went well */
    void tried(@Nullable Throwable failure) {
        if (failure == null) {
            trouble = "";
        } else {
            StrategyRefused refused = PluginThread.refusal(failure);
            trouble = refused.reason() == StrategyRefused.Reason.FAILED ? refused.sentence() : trouble;
        }
    }

    /** Why the last strategy could not be created, or could not build a selector, as a sentence; empty if it could. */
    public String trouble() {
        return trouble;
    }

    void enter(StrategyGuard user) {
        users.add(user);
    }

    void leave(StrategyGuard user) {
        if (users.remove(user)) {
            formerErrors.addAndGet(user.errors());
        }
    }

    /** The guards of those that are being created, in use, or being closed; a copy. */
    public List<StrategyGuard> users() {
        return List.copyOf(users);
    }

    /** What went wrong on the path of requests since it is in the catalogue. */
    public long errors() {
        return formerErrors.get()
                + users.stream().mapToLong(StrategyGuard::errors).sum();
    }

    @Override
    public String toString() {
        return name + " of " + plugin();
    }
}

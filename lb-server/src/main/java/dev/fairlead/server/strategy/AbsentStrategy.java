package dev.fairlead.server.strategy;

import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.Memento;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The strategy of a pool whose configured strategy is missing: rotation, until it appears or another is chosen. */
final class AbsentStrategy implements PoolStrategy {
    private final StrategyChoice choice;
    private final StrategyGuard guard;
    private final String cause;

    AbsentStrategy(StrategyChoice choice, StrategyGuard guard, String cause) {
        this.choice = choice;
        this.guard = guard;
        this.cause = cause;
    }

    @Override
    public CompletableFuture<GuardedSelector> rebuild(EndpointPool endpoints) {
        return CompletableFuture.completedFuture(fallback(endpoints, cause));
    }

    @Override
    public CompletableFuture<Optional<Memento>> memento() {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public GuardedSelector fallback(EndpointPool endpoints, String why) {
        return GuardedSelector.rotation(guard, endpoints, why);
    }

    @Override
    public StrategyChoice choice() {
        return choice;
    }

    @Override
    public String name() {
        return choice.name();
    }

    @Override
    public boolean isOf(@Nullable CatalogueEntry entry) {
        return entry == null;
    }

    @Override
    public boolean isAbsent() {
        return true;
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return choice + ", absent: " + cause;
    }
}

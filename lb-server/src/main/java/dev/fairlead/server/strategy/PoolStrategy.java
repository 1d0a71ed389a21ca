package dev.fairlead.server.strategy;

import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.Memento;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One pool's strategy. Whatever it does, callers get futures and never wait. */
public interface PoolStrategy extends AutoCloseable {

    /** Fails with {@link StrategyRefused} if the strategy throws or is late. The result may be thrown away. */
    CompletableFuture<GuardedSelector> rebuild(EndpointPool endpoints);

    /** What a successor should know; fails like {@link #rebuild}. The memento is absent if nothing is worth keeping. */
    CompletableFuture<Optional<Memento>> memento();

    /**
     * Serves these endpoints in turn without the strategy.
     *
     * @param cause why, as a sentence
     */
    GuardedSelector fallback(EndpointPool endpoints, String cause);

    /** What the operator chose. */
    StrategyChoice choice();

    /** The strategy's own name, whatever spelling the operator used. */
    String name();

    /** Whether it was created from this entry of the catalogue; from none, if there is none that it could come from. */
    boolean isOf(@Nullable CatalogueEntry entry);

    /** Whether it only stands in for a strategy that cannot be had. */
    boolean isAbsent();

    @Override
    void close();
}

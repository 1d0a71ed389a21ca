package dev.fairlead.spi;

/**
 * The entry point of a strategy: a public class with a public no-argument constructor, listed in {@code
 * META-INF/services/dev.fairlead.spi.StrategyProvider} of its jar. The built-in strategies are loaded in the same way.
 *
 * <p>A provider is created once each time its jar is loaded, and has no state: the state of a pool belongs to the
 * {@link Strategy} that the provider creates for that pool.
 */
public interface StrategyProvider {

    /**
     * What operators write to choose this strategy: lower-case words joined by underscores, such as
     * {@code least_connections}. It must be the same on every call and unique among the loaded providers.
     */
    String name();

    /** One line for {@code lb-ctl strategy list}: when to choose this strategy, not how it works. */
    default String description() {
        return "";
    }

    /**
     * Creates the strategy of one pool. All options are read here, so that a wrong one is refused before anything
     * changes. When this returns, the host refuses every option that was not read as unknown.
     *
     * <p>The host calls this on a thread that may wait, with a deadline of a few seconds.
     *
     * @throws InvalidOptionException if an option cannot be accepted
     */
    Strategy create(StrategyContext context);
}

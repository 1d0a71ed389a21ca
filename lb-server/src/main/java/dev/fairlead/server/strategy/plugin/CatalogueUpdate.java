package dev.fairlead.server.strategy.plugin;

import dev.fairlead.server.strategy.CatalogueEntry;
import dev.fairlead.server.strategy.StrategyCatalogue;
import dev.fairlead.server.strategy.StrategyGuard;
import dev.fairlead.server.strategy.StrategyModule;
import dev.fairlead.server.strategy.jar.UnusableJar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the strategies of a plug-in into the catalogue and then to the pools. If the second step fails, the first is
 * undone, and nothing has changed.
 */
final class CatalogueUpdate {
    private static final Logger log = LoggerFactory.getLogger(CatalogueUpdate.class);

    /** Much longer than strategies get to be created and to build: only a control thread that is stuck takes so long. */
    private static final long SECONDS = 60;

    private final StrategyCatalogue catalogue;
    private final Supplier<CompletionStage<Void>> renewal;

    /** @param renewal brings the pools in line with the catalogue, all or none */
    CatalogueUpdate(StrategyCatalogue catalogue, Supplier<CompletionStage<Void>> renewal) {
        this.catalogue = catalogue;
        this.renewal = renewal;
    }

    /**
     * What would change in the catalogue.
     *
     * @param conflicts a sentence for each name that is somebody else's
     */
    record Plan(List<CatalogueEntry> leaving, List<CatalogueEntry> entering, List<String> conflicts) {}

    /**
     * @param former the version that it replaces
     * @param givesWay whether the owner of a name that it wants leaves it the name
     */
    Plan plan(LoadedPlugin coming, @Nullable LoadedPlugin former, Predicate<CatalogueEntry> givesWay) {
        List<CatalogueEntry> leaving = new ArrayList<>(former == null ? List.of() : former.entries());
        List<CatalogueEntry> entering = new ArrayList<>();
        List<String> conflicts = new ArrayList<>();
        for (CatalogueEntry entry : coming.entries()) {
            Optional<CatalogueEntry> owner = catalogue.entry(entry.name()).filter(other -> !leaving.contains(other));
            if (owner.filter(givesWay.negate()).isPresent()) {
                conflicts.add(conflict(coming, owner.get()));
            } else {
                owner.ifPresent(leaving::add);
                entering.add(entry);
            }
        }
        return new Plan(leaving, entering, conflicts);
    }

    /** @throws UnusableJar if a pool could not take it, or would lose what it uses; nothing has changed then */
    void run(Plan plan) throws UnusableJar {
        refuseToForsake(plan.leaving, plan.entering);
        catalogue.exchange(plan.leaving, plan.entering);
        String refusal = renew();
        if (!refusal.isEmpty()) {
            catalogue.exchange(plan.entering, plan.leaving);
            logIfAny(renew()); // a change that was made in between may have chosen what is gone again
            throw new UnusableJar("a pool could not use it: " + refusal);
        }
    }

    /** Its strategies cannot be chosen any more, and pools that use them are served by rotation. */
    void withdraw(LoadedPlugin plugin) {
        catalogue.exchange(plugin.entries(), List.of());
        logIfAny(renew());
    }

    /** The same for one that nobody uses; false if somebody has begun to in the meantime, and nothing has changed. */
    boolean withdrawUnused(LoadedPlugin plugin) {
        if (plugin.isUsed()) {
            return false;
        }
        List<CatalogueEntry> offered = plugin.entries().stream()
                .filter(entry -> catalogue.entry(entry.name()).orElse(null) == entry)
                .toList();
        catalogue.exchange(offered, List.of());
        if (plugin.isUsed()) {
            catalogue.exchange(List.of(), offered);
            return false;
        }
        return true;
    }

    private static String conflict(LoadedPlugin coming, CatalogueEntry owner) {
        String whose = owner.plugin().equals(StrategyModule.BUILT_IN) ? "a built-in one" : "one of " + owner.plugin();
        return "strategy " + owner.name() + " of " + coming.file() + " has the name of " + whose;
    }

    /** An update that lacks what pools use would take it from them. */
    private static void refuseToForsake(List<CatalogueEntry> leaving, List<CatalogueEntry> entering)
            throws UnusableJar {
        for (CatalogueEntry entry : leaving) {
            List<String> pools = entry.users().stream()
                    .map(StrategyGuard::pool)
                    .distinct()
                    .sorted()
                    .toList();
            if (!pools.isEmpty()
                    && entering.stream().noneMatch(next -> next.name().equals(entry.name()))) {
                throw new UnusableJar("strategy " + entry.name() + " is no longer in it, but these pools use it: "
                        + String.join(", ", pools));
            }
        }
    }

    /** @return why it could not be done; empty if it was */
    private String renew() {
        try {
            renewal.get().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
            return "";
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            Throwable inner = cause instanceof CompletionException ? cause.getCause() : cause;
            return String.valueOf(inner == null ? e.getMessage() : inner.getMessage());
        } catch (TimeoutException e) {
            return "it took longer than " + SECONDS + " s";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "the load balancer is stopping";
        }
    }

    private static void logIfAny(String refusal) {
        if (!refusal.isEmpty()) {
            log.error("event=strategies-not-renewed cause=\"{}\"", refusal);
        }
    }
}

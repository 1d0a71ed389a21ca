package dev.fairlead.server.strategy.plugin;

import dev.fairlead.server.strategy.StrategyCatalogue;
import dev.fairlead.server.strategy.jar.JarBytes;
import dev.fairlead.server.strategy.jar.PluginArchive;
import dev.fairlead.server.strategy.jar.SpiVersion;
import dev.fairlead.server.strategy.verify.Verification;
import dev.fairlead.server.strategy.verify.VerificationReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operators' view of plug-ins. Manual operations do the same as the watched folder does by itself; every answer may
 * fail with {@link PluginRefused}. A name may be given with or without {@code .jar}.
 */
public final class Plugins implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Plugins.class);

    /** Between two looks at the folder. */
    private static final Duration INTERVAL = Duration.ofMillis(250);

    /** A start does not wait longer than this for a file that is still being written. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final StrategyCatalogue catalogue;
    private final SpiVersion host;
    private final Verification verification;
    private final Duration deadline;
    private final LongSupplier nanoClock;
    private final InstantSource wallClock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "fairlead-plugins");
        created.setDaemon(true);
        return created;
    });
    private final CompletableFuture<Void> opened = new CompletableFuture<>();

    /** Written and used by the thread alone. */
    private @Nullable PluginRegistry registry;

    private long opening;
    private volatile Supplier<CompletionStage<Void>> renewal = () -> CompletableFuture.completedFuture(null);
    private volatile List<PluginEntry.View> views = List.of();
    private volatile int uncollected;

    /**
     * @param host the version of the interfaces that strategies find here
     * @param deadline of every call of a plug-in apart from requests
     */
    public Plugins(
            StrategyCatalogue catalogue,
            SpiVersion host,
            Verification verification,
            Duration deadline,
            LongSupplier nanoClock,
            InstantSource wallClock) {
        this.catalogue = catalogue;
        this.host = host;
        this.verification = verification;
        this.deadline = deadline;
        this.nanoClock = nanoClock;
        this.wallClock = wallClock;
        catalogue.absent(new UnloadedStrategies(() -> views));
    }

    /**
     * Begins to watch the folder. Only the first call counts: where plug-ins lie is settled at the start.
     *
     * @return completes when what lies there now has been taken up, so that a configuration may name it
     */
    @SuppressWarnings("FutureReturnValueIgnored") // look() tells its failures itself; close() ends it
    public CompletionStage<Void> open(PluginSettings settings) {
        thread.execute(() -> {
            if (registry == null) {
                opening = nanoClock.getAsLong();
                registry = registry(settings);
                thread.scheduleWithFixedDelay(this::look, 0, INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
            }
        });
        return opened.minimalCompletionStage();
    }

    private PluginRegistry registry(PluginSettings settings) {
        try {
            return new PluginRegistry(
                    new PluginFolder(settings.folder(), OwnershipCheck.ofThisProcess()),
                    settings,
                    new PluginInspection(settings, host),
                    verification,
                    new CatalogueUpdate(catalogue, () -> renewal.get()),
                    deadline,
                    nanoClock,
                    wallClock,
                    thread);
        } catch (IOException e) {
            opened.completeExceptionally(e);
            throw new UncheckedIOException(e);
        }
    }

    /** @param renew brings the pools in line with the catalogue, all or none; until it is given there are no pools */
    public void serve(Supplier<CompletionStage<Void>> renew) {
        renewal = renew;
    }

    private void look() {
        PluginRegistry present = registry;
        try {
            if (present != null) {
                present.look();
                show(present);
            }
        } catch (RuntimeException e) {
            // An executor drops a task that throws, and the folder would never be looked at again.
            log.error("event=plugins-look-failed", e);
        }
    }

    private void show(PluginRegistry current) {
        views = current.views();
        uncollected = current.uncollected();
        if (current.isUpToDate() || nanoClock.getAsLong() - opening > PATIENCE.toNanos() && !current.isBusy()) {
            opened.complete(null);
        }
    }

    /** Everything in the folder, what cannot be loaded too, and what is still in use without being there any more. */
    public List<PluginInfo> list() {
        return views.stream().map(PluginEntry.View::info).toList();
    }

    /** Versions of plug-ins that are unloaded and whose classes are still in memory. */
    public int uncollected() {
        return uncollected;
    }

    /** Tries one of the folder in a process of its own; changes nothing. */
    public CompletionStage<VerificationReport> verify(String name) {
        return ask(present -> present.verify(name));
    }

    /**
     * Tries a jar that is not in the folder.
     *
     * @param file what it is called
     */
    public CompletionStage<VerificationReport> verify(String file, byte[] jar) {
        return ask(present -> present.verify(() -> PluginArchive.of(List.of(new JarBytes(file, jar)))));
    }

    /** Loads one that was unloaded or refused; of no effect for one that is loaded as its file is now. */
    public CompletionStage<PluginInfo> load(String name) {
        return ask(present -> present.load(name, false));
    }

    /**
     * Takes one out; it stays out until its file changes or {@link #load} is asked for.
     *
     * @param force even if pools use it: they are served by rotation until their strategy is back or another is chosen
     */
    public CompletionStage<PluginInfo> unload(String name, boolean force) {
        return ask(present -> CompletableFuture.completedFuture(present.unload(name, force)));
    }

    /** Loads it anew, even if its file is what it was; what the strategies learned is handed over. */
    public CompletionStage<PluginInfo> reload(String name) {
        return ask(present -> present.load(name, true));
    }

    /** Takes up again what was unloaded by hand before a restart, and puts aside what was written down about it. */
    public CompletionStage<Void> startFresh() {
        return ask(present -> {
            try {
                return present.startFresh();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private <T> CompletionStage<T> ask(Function<PluginRegistry, CompletableFuture<T>> question) {
        return CompletableFuture.completedFuture(question)
                .thenComposeAsync(asked -> asked.apply(open()), thread)
                .whenCompleteAsync((answer, failure) -> show(open()), thread)
                .minimalCompletionStage();
    }

    private PluginRegistry open() {
        PluginRegistry present = registry;
        if (present == null) {
            throw PluginRefused.precondition("the plug-ins folder has not been opened yet");
        }
        return present;
    }

    @Override
    public void close() {
        verification.close();
        thread.execute(() -> {
            if (registry != null) {
                registry.close();
            }
        });
        thread.shutdown();
    }
}

package dev.fairlead.server.strategy.plugin;

import dev.fairlead.server.strategy.CatalogueEntry;
import dev.fairlead.server.strategy.jar.PluginArchive;
import dev.fairlead.server.strategy.jar.UnusableJar;
import dev.fairlead.server.strategy.verify.Verification;
import dev.fairlead.server.strategy.verify.VerificationReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All plug-ins of one folder. Added, changed and removed files are processed at the next check, or when an operator
 * asks for it. Everything runs on one thread, which may wait for disks and for strategies; no request and no pool waits
 * for it.
 */
final class PluginRegistry {
    private static final Logger log = LoggerFactory.getLogger(PluginRegistry.class);

    /** A file that is unchanged for so long counts as written. */
    static final Duration WRITTEN = Duration.ofSeconds(1);

    private final PluginFolder folder;
    private final PluginSettings settings;
    private final PluginInspection inspection;
    private final Verification verification;
    private final CatalogueUpdate catalogueUpdate;
    private final RetiredPlugins retired;
    private final UnloadedPluginsFile unloaded;
    private final Duration deadline;
    private final LongSupplier nanoClock;
    private final InstantSource wallClock;
    private final Executor self;
    private final Map<String, PluginEntry> entries = new TreeMap<>();
    private long loads;
    private String unreadable = "";

    /**
     * @param deadline of every call of a plug-in apart from requests
     * @param self runs what comes later where everything else here runs
     */
    PluginRegistry(
            PluginFolder folder,
            PluginSettings settings,
            PluginInspection inspection,
            Verification verification,
            CatalogueUpdate catalogueUpdate,
            Duration deadline,
            LongSupplier nanoClock,
            InstantSource wallClock,
            Executor self) {
        this.folder = folder;
        this.settings = settings;
        this.inspection = inspection;
        this.verification = verification;
        this.catalogueUpdate = catalogueUpdate;
        this.retired = new RetiredPlugins(nanoClock);
        this.unloaded = new UnloadedPluginsFile(settings.memory());
        this.deadline = deadline;
        this.nanoClock = nanoClock;
        this.wallClock = wallClock;
        this.self = self;
    }

    /** Takes up what has changed in the folder. */
    @SuppressWarnings("FutureReturnValueIgnored") // what became of a jar is written down in its entry
    void look() {
        long now = nanoClock.getAsLong();
        scan(now);
        for (PluginEntry entry : List.copyOf(entries.values())) {
            if (!entry.isOnDisk()) {
                fileIsGone(entry);
            } else if (entry.isUnexamined() && isWritten(entry, now)) {
                examine(entry, entry.isContested());
            }
        }
        retired.look();
        entries.values().removeIf(this::isOver);
    }

    private void scan(long now) {
        Map<String, PluginFolder.FoundPlugin> found;
        try {
            found = folder.look();
            unreadable = "";
        } catch (IOException e) {
            if (!unreadable.equals(e.toString())) {
                log.error("plugins-dir={} event=plugins-unreadable cause=\"{}\"", folder.path(), e.toString());
            }
            unreadable = e.toString();
            return;
        }
        found.keySet().forEach(file -> entries.computeIfAbsent(file, PluginEntry::new));
        entries.values().forEach(entry -> entry.update(found.get(entry.file()), now));
    }

    /** Its age tells, so that a start need not wait; or time does, for a file whose date lies ahead. */
    private boolean isWritten(PluginEntry entry, long now) {
        PluginFolder.FoundPlugin onDisk = entry.onDisk();
        Instant since = wallClock.instant().minus(WRITTEN);
        return entry.unchangedFor(now) >= WRITTEN.toNanos()
                || onDisk != null && !onDisk.written().toInstant().isAfter(since);
    }

    private void fileIsGone(PluginEntry entry) {
        LoadedPlugin loaded = entry.loaded();
        if (loaded != null && catalogueUpdate.withdrawUnused(loaded)) {
            log.info("plugin={} event=plugin-unloaded cause=\"its file is gone\"", entry.file());
            unloadEntry(entry, false);
        } else if (loaded != null && entry.orphan()) {
            log.warn(
                    "plugin={} event=plugin-orphaned pools={} cause=\"its file is gone; it keeps running\"",
                    entry.file(),
                    loaded.pools());
            giveContestedAnotherTry();
        }
    }

    private void unloadEntry(PluginEntry entry, boolean byHand) {
        LoadedPlugin former = entry.takeOut(byHand);
        if (former != null) {
            retired.add(former);
        }
        giveContestedAnotherTry();
    }

    /** A name may have become free. */
    private void giveContestedAnotherTry() {
        entries.values().stream().filter(PluginEntry::isContested).forEach(PluginEntry::forget);
    }

    private boolean isOver(PluginEntry entry) {
        return !entry.isOnDisk() && !entry.isBusy() && entry.loaded() == null && !retired.isWatching(entry.file());
    }

    /**
     * Looks into what lies there and loads it, if it may be.
     *
     * @param anew even if it is what is loaded
     * @return in the end, why it is not loaded; empty if it is
     */
    private CompletableFuture<String> examine(PluginEntry entry, boolean anew) {
        PluginFolder.FoundPlugin onDisk = entry.onDisk();
        if (onDisk == null) {
            return CompletableFuture.completedFuture("its file is gone");
        }
        entry.examine("it is being verified");
        PluginArchive archive;
        try {
            archive = PluginInspection.read(onDisk);
        } catch (UnusableJar unreadable) {
            return CompletableFuture.completedFuture(refuse(entry, unreadable.sentence(), null));
        }
        entry.offer(new OfferedStrategies(archive.providers(), List.of()));
        try {
            inspection.check(archive);
        } catch (UnusableJar unusable) {
            return CompletableFuture.completedFuture(refuse(entry, unusable.sentence(), archive.label()));
        }
        LoadedPlugin loaded = entry.loaded();
        if (loaded == null && unloaded.holds(entry.file(), archive.label().sha256())) {
            entry.holdBack(archive.label(), unloaded.strategies(entry.file()));
            log.info(
                    "plugin={} event=plugin-held-back cause=\"it was unloaded by hand before a restart\"",
                    entry.file());
            return CompletableFuture.completedFuture("");
        }
        if (!anew && loaded != null && loaded.label().equals(archive.label())) {
            entry.confirm();
            return CompletableFuture.completedFuture("");
        }
        if (!settings.verifyBeforeLoad()) {
            return CompletableFuture.completedFuture(load(entry, archive));
        }
        return verification.run(archive).thenApplyAsync(report -> loadIfPassed(entry, archive, report), self);
    }

    private String loadIfPassed(PluginEntry entry, PluginArchive archive, VerificationReport report) {
        if (!report.passed()) {
            return refuse(entry, "it fails verification: " + report.complaint(), archive.label());
        }
        return entry.isOnDisk() ? load(entry, archive) : refuse(entry, "its file is gone", null);
    }

    private String load(PluginEntry entry, PluginArchive archive) {
        LoadedPlugin coming = new LoadedPlugin(entry.file(), archive, ++loads, deadline);
        LoadedPlugin former = entry.loaded();
        CatalogueUpdate.Plan plan;
        try {
            coming.discover();
            entry.names(coming.entries().stream().map(CatalogueEntry::name).toList());
            plan = catalogueUpdate.plan(coming, former, this::givesWay);
            if (plan.entering().isEmpty()) {
                throw new UnusableJar(String.join("; ", plan.conflicts()));
            }
            catalogueUpdate.run(plan);
        } catch (UnusableJar unusable) {
            boolean contested = !coming.entries().isEmpty()
                    && catalogueUpdate
                            .plan(coming, former, this::givesWay)
                            .entering()
                            .isEmpty();
            retired.add(coming);
            String refused = refuse(entry, unusable.sentence(), archive.label());
            entry.contested(contested);
            return refused;
        }
        entry.accept(coming, plan.conflicts());
        if (former != null) {
            retired.add(former);
        }
        log.info(
                "plugin={} event={} version=\"{}\" strategies={} sha256={} cause=\"{}\"",
                entry.file(),
                former == null ? "plugin-loaded" : "plugin-replaced",
                coming.label().version(),
                coming.entries().stream().map(CatalogueEntry::name).toList(),
                coming.label().sha256(),
                entry.refusal());
        giveContestedAnotherTry();
        return "";
    }

    /** The name of an orphan goes to the next one that has it: that is how a jar of another file name replaces it. */
    private boolean givesWay(CatalogueEntry owner) {
        return entries.values().stream()
                .anyMatch(entry -> entry.state() == PluginState.ORPHANED
                        && entry.loaded() != null
                        && entry.loaded().entries().contains(owner));
    }

    private String refuse(PluginEntry entry, String sentence, PluginArchive.@Nullable Label label) {
        String refusal = entry.loaded() == null
                ? sentence
                : "the new file is not used, and the previous version keeps running: " + sentence;
        log.warn("plugin={} event=plugin-refused cause=\"{}\"", entry.file(), refusal);
        entry.refuse(refusal, label);
        return refusal;
    }

    /** See {@link Plugins#load} and {@link Plugins#reload}. */
    CompletableFuture<PluginInfo> load(String name, boolean anew) {
        scan(nanoClock.getAsLong());
        PluginEntry entry = idle(name);
        if (!entry.isOnDisk()) {
            throw PluginRefused.precondition(entry.file() + " is not in " + folder.path() + " any more");
        }
        remember(entry, false);
        return examine(entry, anew).thenApply(refusal -> {
            if (!refusal.isEmpty()) {
                throw PluginRefused.precondition(entry.file() + ": " + refusal);
            }
            return info(entry);
        });
    }

    /** See {@link Plugins#unload}. */
    PluginInfo unload(String name, boolean force) {
        PluginEntry entry = idle(name);
        LoadedPlugin loaded = entry.loaded();
        remember(entry, true);
        if (loaded != null && !catalogueUpdate.withdrawUnused(loaded)) {
            if (!force) {
                remember(entry, false);
                throw PluginRefused.precondition(entry.file() + " is used by " + String.join(", ", loaded.pools())
                        + "; set another strategy there, or use force to let rotation serve them");
            }
            catalogueUpdate.withdraw(loaded);
        }
        log.info("plugin={} event=plugin-unloaded cause=\"by hand{}\"", entry.file(), force ? ", forced" : "");
        unloadEntry(entry, true);
        return info(entry);
    }

    /** See {@link Plugins#startFresh()}. */
    CompletableFuture<Void> startFresh() throws IOException {
        List<String> out = entries.values().stream()
                .map(PluginEntry::file)
                .filter(file -> !unloaded.strategies(file).isEmpty())
                .toList();
        unloaded.setAside();
        return CompletableFuture.allOf(out.stream()
                .map(file -> load(file, false).exceptionally(refused -> null)) // its entry and the log say why
                .toArray(CompletableFuture[]::new));
    }

    private void remember(PluginEntry entry, boolean out) {
        try {
            if (out) {
                unloaded.add(entry.file(), entry.sha256(), entry.names());
            } else {
                unloaded.remove(entry.file());
            }
        } catch (IOException e) {
            throw PluginRefused.precondition("it cannot be recorded, so a restart would undo it: " + e);
        }
    }

    /** See {@link Plugins#verify(String)}. */
    CompletableFuture<VerificationReport> verify(String name) {
        scan(nanoClock.getAsLong());
        PluginEntry entry = find(name);
        PluginFolder.FoundPlugin onDisk = entry.onDisk();
        if (onDisk == null) {
            throw PluginRefused.precondition(entry.file() + " is not in " + folder.path() + " any more");
        }
        return verify(() -> PluginArchive.read(onDisk.path()));
    }

    /** Where the bytes come from. */
    interface Source {
        PluginArchive read() throws UnusableJar;
    }

    CompletableFuture<VerificationReport> verify(Source source) {
        try {
            PluginArchive archive = source.read();
            inspection.check(archive);
            return verification
                    .run(archive)
                    .thenApply(report -> report.afterInspection(
                            "of SHA-256 " + archive.label().sha256()));
        } catch (UnusableJar unusable) {
            return CompletableFuture.completedFuture(VerificationReport.unusable(unusable.sentence()));
        }
    }

    private PluginEntry idle(String name) {
        PluginEntry entry = find(name);
        if (entry.isBusy()) {
            throw PluginRefused.precondition(entry.file() + " is being verified; try again when that is done");
        }
        return entry;
    }

    private PluginEntry find(String name) {
        PluginEntry entry = entries.get(name);
        return entry != null
                ? entry
                : entries.values().stream()
                        .filter(other -> other.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> unknown(name));
    }

    private PluginRefused unknown(String name) {
        List<String> names = entries.values().stream().map(PluginEntry::name).toList();
        return PluginRefused.unknown("there is no plug-in \"" + name + "\" in " + folder.path(), name, names);
    }

    private PluginInfo info(PluginEntry entry) {
        return entry.view(retired.threads(entry.file())).info();
    }

    /** What there is, in the order of the file names. */
    List<PluginEntry.View> views() {
        return entries.values().stream()
                .map(entry -> entry.view(retired.threads(entry.file())))
                .collect(Collectors.toUnmodifiableList());
    }

    /** Whether everything that lies there has been taken up. */
    boolean isUpToDate() {
        return entries.values().stream().noneMatch(entry -> entry.isBusy() || entry.isUnexamined());
    }

    boolean isBusy() {
        return entries.values().stream().anyMatch(PluginEntry::isBusy);
    }

    /** Versions that are unloaded and still in memory. */
    int uncollected() {
        return retired.uncollected();
    }

    void close() {
        entries.values().stream().map(PluginEntry::loaded).forEach(loaded -> {
            if (loaded != null) {
                loaded.close();
            }
        });
        retired.close();
    }
}

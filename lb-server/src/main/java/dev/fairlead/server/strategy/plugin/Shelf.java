package dev.fairlead.server.strategy.plugin;

import dev.fairlead.server.strategy.CatalogueEntry;
import dev.fairlead.server.strategy.jar.PluginArchive;
import dev.fairlead.server.strategy.jar.UnusableJar;
import dev.fairlead.server.strategy.verify.Verdict;
import dev.fairlead.server.strategy.verify.Verification;
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
 * All plug-ins of one folder. What comes, changes or goes is taken up when it is looked at; what operators ask for is the
 * same by hand. Everything happens on one thread, which may wait for disks and for strategies; no request and no pool
 * waits for it.
 */
final class Shelf {
    private static final Logger log = LoggerFactory.getLogger(Shelf.class);

    /** A file that is unchanged for so long counts as written. */
    static final Duration WRITTEN = Duration.ofSeconds(1);

    private final PluginFolder folder;
    private final PluginSettings settings;
    private final Inspection inspection;
    private final Verification verification;
    private final Takeover takeover;
    private final Farewell farewell;
    private final HeldBack heldBack;
    private final Duration deadline;
    private final LongSupplier nanoClock;
    private final InstantSource wallClock;
    private final Executor self;
    private final Map<String, Slot> slots = new TreeMap<>();
    private long loads;
    private String unreadable = "";

    /**
     * @param deadline of every call of a plug-in apart from requests
     * @param self runs what comes later where everything else here runs
     */
    Shelf(
            PluginFolder folder,
            PluginSettings settings,
            Inspection inspection,
            Verification verification,
            Takeover takeover,
            Duration deadline,
            LongSupplier nanoClock,
            InstantSource wallClock,
            Executor self) {
        this.folder = folder;
        this.settings = settings;
        this.inspection = inspection;
        this.verification = verification;
        this.takeover = takeover;
        this.farewell = new Farewell(nanoClock);
        this.heldBack = new HeldBack(settings.memory());
        this.deadline = deadline;
        this.nanoClock = nanoClock;
        this.wallClock = wallClock;
        this.self = self;
    }

    /** Takes up what has changed in the folder. */
    @SuppressWarnings("FutureReturnValueIgnored") // what became of a jar is written down in its slot
    void look() {
        long now = nanoClock.getAsLong();
        see(now);
        for (Slot slot : List.copyOf(slots.values())) {
            if (!slot.isThere()) {
                outlive(slot);
            } else if (slot.isNews() && isWritten(slot, now)) {
                examine(slot, slot.isContested());
            }
        }
        farewell.look();
        slots.values().removeIf(this::isOver);
    }

    private void see(long now) {
        Map<String, PluginFolder.Sighting> found;
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
        found.keySet().forEach(file -> slots.computeIfAbsent(file, Slot::new));
        slots.values().forEach(slot -> slot.see(found.get(slot.file()), now));
    }

    /** Its age tells, so that a start need not wait; or time does, for a file whose date lies ahead. */
    private boolean isWritten(Slot slot, long now) {
        PluginFolder.Sighting seen = slot.seen();
        Instant since = wallClock.instant().minus(WRITTEN);
        return slot.unchangedFor(now) >= WRITTEN.toNanos()
                || seen != null && !seen.written().toInstant().isAfter(since);
    }

    private void outlive(Slot slot) {
        LoadedPlugin loaded = slot.loaded();
        if (loaded != null && takeover.withdrawUnused(loaded)) {
            log.info("plugin={} event=plugin-unloaded cause=\"its file is gone\"", slot.file());
            dismiss(slot, false);
        } else if (loaded != null && slot.orphan()) {
            log.warn(
                    "plugin={} event=plugin-orphaned pools={} cause=\"its file is gone; it serves on\"",
                    slot.file(),
                    loaded.pools());
            giveContestedAnotherTry();
        }
    }

    private void dismiss(Slot slot, boolean byHand) {
        LoadedPlugin former = slot.takeOut(byHand);
        if (former != null) {
            farewell.add(former);
        }
        giveContestedAnotherTry();
    }

    /** A name may have become free. */
    private void giveContestedAnotherTry() {
        slots.values().stream().filter(Slot::isContested).forEach(Slot::forget);
    }

    private boolean isOver(Slot slot) {
        return !slot.isThere() && !slot.isBusy() && slot.loaded() == null && !farewell.isWatching(slot.file());
    }

    /**
     * Looks into what lies there and loads it, if it may be.
     *
     * @param anew even if it is what is loaded
     * @return in the end, why it is not loaded; empty if it is
     */
    private CompletableFuture<String> examine(Slot slot, boolean anew) {
        PluginFolder.Sighting seen = slot.seen();
        if (seen == null) {
            return CompletableFuture.completedFuture("its file is gone");
        }
        slot.examine("it is being verified");
        PluginArchive archive;
        try {
            archive = Inspection.read(seen);
        } catch (UnusableJar unreadable) {
            return CompletableFuture.completedFuture(refuse(slot, unreadable.sentence(), null));
        }
        slot.offer(new Offer(archive.providers(), List.of()));
        try {
            inspection.check(archive);
        } catch (UnusableJar unusable) {
            return CompletableFuture.completedFuture(refuse(slot, unusable.sentence(), archive.label()));
        }
        LoadedPlugin loaded = slot.loaded();
        if (loaded == null && heldBack.holds(slot.file(), archive.label().sha256())) {
            slot.holdBack(archive.label(), heldBack.strategies(slot.file()));
            log.info(
                    "plugin={} event=plugin-held-back cause=\"it was unloaded by hand before a restart\"", slot.file());
            return CompletableFuture.completedFuture("");
        }
        if (!anew && loaded != null && loaded.label().equals(archive.label())) {
            slot.confirm();
            return CompletableFuture.completedFuture("");
        }
        if (!settings.verifyBeforeLoad()) {
            return CompletableFuture.completedFuture(load(slot, archive));
        }
        return verification.run(archive).thenApplyAsync(verdict -> loadIfPassed(slot, archive, verdict), self);
    }

    private String loadIfPassed(Slot slot, PluginArchive archive, Verdict verdict) {
        if (!verdict.passed()) {
            return refuse(slot, "it does not pass its verification: " + verdict.complaint(), archive.label());
        }
        return slot.isThere() ? load(slot, archive) : refuse(slot, "its file is gone", null);
    }

    private String load(Slot slot, PluginArchive archive) {
        LoadedPlugin coming = new LoadedPlugin(slot.file(), archive, ++loads, deadline);
        LoadedPlugin former = slot.loaded();
        Takeover.Plan plan;
        try {
            coming.discover();
            slot.names(coming.entries().stream().map(CatalogueEntry::name).toList());
            plan = takeover.plan(coming, former, this::givesWay);
            if (plan.entering().isEmpty()) {
                throw new UnusableJar(String.join("; ", plan.conflicts()));
            }
            takeover.run(plan);
        } catch (UnusableJar unusable) {
            boolean contested = !coming.entries().isEmpty()
                    && takeover.plan(coming, former, this::givesWay).entering().isEmpty();
            farewell.add(coming);
            String refused = refuse(slot, unusable.sentence(), archive.label());
            slot.contested(contested);
            return refused;
        }
        slot.accept(coming, plan.conflicts());
        if (former != null) {
            farewell.add(former);
        }
        log.info(
                "plugin={} event={} version=\"{}\" strategies={} sha256={} cause=\"{}\"",
                slot.file(),
                former == null ? "plugin-loaded" : "plugin-replaced",
                coming.label().version(),
                coming.entries().stream().map(CatalogueEntry::name).toList(),
                coming.label().sha256(),
                slot.refusal());
        giveContestedAnotherTry();
        return "";
    }

    /** The name of an orphan goes to the next one that has it: that is how a jar of another file name replaces it. */
    private boolean givesWay(CatalogueEntry owner) {
        return slots.values().stream()
                .anyMatch(slot -> slot.state() == PluginState.ORPHANED
                        && slot.loaded() != null
                        && slot.loaded().entries().contains(owner));
    }

    private String refuse(Slot slot, String sentence, PluginArchive.@Nullable Label label) {
        String refusal = slot.loaded() == null
                ? sentence
                : "what lies there now is not taken over, and the version before it serves on: " + sentence;
        log.warn("plugin={} event=plugin-refused cause=\"{}\"", slot.file(), refusal);
        slot.refuse(refusal, label);
        return refusal;
    }

    /** See {@link Plugins#load} and {@link Plugins#reload}. */
    CompletableFuture<PluginInfo> load(String name, boolean anew) {
        see(nanoClock.getAsLong());
        Slot slot = idle(name);
        if (!slot.isThere()) {
            throw PluginRefused.precondition(slot.file() + " is not in " + folder.path() + " any more");
        }
        remember(slot, false);
        return examine(slot, anew).thenApply(refusal -> {
            if (!refusal.isEmpty()) {
                throw PluginRefused.precondition(slot.file() + ": " + refusal);
            }
            return info(slot);
        });
    }

    /** See {@link Plugins#unload}. */
    PluginInfo unload(String name, boolean force) {
        Slot slot = idle(name);
        LoadedPlugin loaded = slot.loaded();
        remember(slot, true);
        if (loaded != null && !takeover.withdrawUnused(loaded)) {
            if (!force) {
                remember(slot, false);
                throw PluginRefused.precondition(slot.file() + " is used by " + String.join(", ", loaded.pools())
                        + "; set another strategy there, or force it: then rotation serves them");
            }
            takeover.withdraw(loaded);
        }
        log.info("plugin={} event=plugin-unloaded cause=\"by hand{}\"", slot.file(), force ? ", forced" : "");
        dismiss(slot, true);
        return info(slot);
    }

    /** See {@link Plugins#startFresh()}. */
    CompletableFuture<Void> startFresh() throws IOException {
        List<String> out = slots.values().stream()
                .map(Slot::file)
                .filter(file -> !heldBack.strategies(file).isEmpty())
                .toList();
        heldBack.setAside();
        return CompletableFuture.allOf(out.stream()
                .map(file -> load(file, false).exceptionally(refused -> null)) // its slot and the log say why
                .toArray(CompletableFuture[]::new));
    }

    private void remember(Slot slot, boolean unloaded) {
        try {
            if (unloaded) {
                heldBack.add(slot.file(), slot.sha256(), slot.names());
            } else {
                heldBack.remove(slot.file());
            }
        } catch (IOException e) {
            throw PluginRefused.precondition("a restart would not know of it, because it cannot be written down: " + e);
        }
    }

    /** See {@link Plugins#verify(String)}. */
    CompletableFuture<Verdict> verify(String name) {
        see(nanoClock.getAsLong());
        Slot slot = find(name);
        PluginFolder.Sighting seen = slot.seen();
        if (seen == null) {
            throw PluginRefused.precondition(slot.file() + " is not in " + folder.path() + " any more");
        }
        return verify(() -> PluginArchive.read(seen.path()));
    }

    /** Where the bytes come from. */
    interface Source {
        PluginArchive read() throws UnusableJar;
    }

    CompletableFuture<Verdict> verify(Source source) {
        try {
            PluginArchive archive = source.read();
            inspection.check(archive);
            return verification
                    .run(archive)
                    .thenApply(verdict -> verdict.afterInspection(
                            "of SHA-256 " + archive.label().sha256()));
        } catch (UnusableJar unusable) {
            return CompletableFuture.completedFuture(Verdict.unusable(unusable.sentence()));
        }
    }

    private Slot idle(String name) {
        Slot slot = find(name);
        if (slot.isBusy()) {
            throw PluginRefused.precondition(slot.file() + " is being verified; ask again when that is done");
        }
        return slot;
    }

    private Slot find(String name) {
        Slot slot = slots.get(name);
        return slot != null
                ? slot
                : slots.values().stream()
                        .filter(other -> other.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> unknown(name));
    }

    private PluginRefused unknown(String name) {
        List<String> names = slots.values().stream().map(Slot::name).toList();
        return PluginRefused.unknown("there is no plug-in \"" + name + "\" in " + folder.path(), name, names);
    }

    private PluginInfo info(Slot slot) {
        return slot.view(farewell.threads(slot.file())).info();
    }

    /** What there is, in the order of the file names. */
    List<Slot.View> views() {
        return slots.values().stream()
                .map(slot -> slot.view(farewell.threads(slot.file())))
                .collect(Collectors.toUnmodifiableList());
    }

    /** Whether everything that lies there has been taken up. */
    boolean isCalm() {
        return slots.values().stream().noneMatch(slot -> slot.isBusy() || slot.isNews());
    }

    boolean isBusy() {
        return slots.values().stream().anyMatch(Slot::isBusy);
    }

    /** Versions that are unloaded and still in memory. */
    int uncollected() {
        return farewell.uncollected();
    }

    void close() {
        slots.values().stream().map(Slot::loaded).forEach(loaded -> {
            if (loaded != null) {
                loaded.close();
            }
        });
        farewell.close();
    }
}

package dev.fairlead.server.strategy.plugin;

import dev.fairlead.server.strategy.CatalogueEntry;
import dev.fairlead.server.strategy.jar.PluginArchive;
import dev.fairlead.server.strategy.plugin.PluginFolder.FoundPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A file's place in the folder: its content and its state. Used only on the plug-ins' thread. */
final class PluginEntry {
    private static final PluginArchive.Label NONE = new PluginArchive.Label("", "", "");

    private final String file;
    private @Nullable FoundPlugin onDisk;
    private long unchangedSince;

    /** What was looked into last, whatever came of it. */
    private @Nullable FoundPlugin examined;

    private PluginArchive.Label label = NONE;
    private OfferedStrategies offer = OfferedStrategies.UNKNOWN;

    /** Why what was looked into last is not loaded; empty if it is. */
    private String refusal = "";

    /** Names that it could not have, because they are somebody else's. */
    private boolean contested;

    /** That its file is gone has been said. */
    private boolean orphaned;

    /** An operator took it out. */
    private boolean heldBack;

    /** Something takes its time, and what it is. */
    private String busy = "";

    private @Nullable LoadedPlugin loaded;

    PluginEntry(String file) {
        this.file = file;
    }

    String file() {
        return file;
    }

    /** Without the ending. */
    String name() {
        return file.endsWith(".jar") ? file.substring(0, file.length() - ".jar".length()) : file;
    }

    /** @param now null if nothing is there any more */
    void update(@Nullable FoundPlugin now, long nanos) {
        if (now == null || !now.equals(onDisk)) {
            onDisk = now;
            unchangedSince = nanos;
        }
        if (now == null) {
            examined = null;
            heldBack = false;
        }
    }

    @Nullable
    FoundPlugin onDisk() {
        return onDisk;
    }

    /** For how long what is there is as it is. */
    long unchangedFor(long nanos) {
        return nanos - unchangedSince;
    }

    boolean isOnDisk() {
        return onDisk != null;
    }

    /** Whether what is there has not been looked into. */
    boolean isUnexamined() {
        return onDisk != null && busy.isEmpty() && !onDisk.equals(examined);
    }

    /** Takes up what is there; from now on it is no news. */
    void examine(String what) {
        examined = onDisk;
        heldBack = false;
        offer = OfferedStrategies.UNKNOWN;
        busy = what;
    }

    boolean isBusy() {
        return !busy.isEmpty();
    }

    /** What was looked into last would bring this. */
    void offer(OfferedStrategies told) {
        offer = told;
    }

    /** The names of its strategies, when it has told them. */
    void names(List<String> told) {
        offer = offer.withNames(told);
    }

    void refuse(String sentence, PluginArchive.@Nullable Label of) {
        busy = "";
        refusal = sentence;
        contested = false;
        if (of != null && loaded == null) {
            label = of;
        }
    }

    /** @param conflicts a sentence for each name that it could not have */
    void accept(LoadedPlugin plugin, List<String> conflicts) {
        busy = "";
        contested = !conflicts.isEmpty();
        orphaned = false;
        loaded = plugin;
        label = plugin.label();
        refusal = Stream.concat(conflicts.stream(), plugin.broken().stream()).collect(Collectors.joining("; "));
    }

    /** What is there is what is loaded. */
    void confirm() {
        busy = "";
        refusal = loaded == null ? refusal : String.join("; ", loaded.broken());
    }

    boolean isContested() {
        return contested;
    }

    void contested(boolean now) {
        contested = now;
    }

    /** An operator took it out, before a restart. */
    void holdBack(PluginArchive.Label of, List<String> names) {
        names(names);
        busy = "";
        refusal = "";
        heldBack = true;
        label = of;
    }

    List<String> names() {
        return offer.names();
    }

    /** Of what was looked into last; empty if it could not be. */
    String sha256() {
        return label.sha256();
    }

    /** Why it, or a part of it, is not loaded. */
    String refusal() {
        return refusal;
    }

    /** True the first time: its file is gone and it is still used. */
    boolean orphan() {
        boolean news = !orphaned;
        orphaned = true;
        return news;
    }

    /** The next look will take it for news. */
    void forget() {
        examined = null;
    }

    @Nullable
    LoadedPlugin loaded() {
        return loaded;
    }

    /** @return what was loaded */
    @Nullable
    LoadedPlugin takeOut(boolean byHand) {
        LoadedPlugin former = loaded;
        loaded = null;
        heldBack = byHand;
        refusal = "";
        contested = false;
        return former;
    }

    PluginState state() {
        if (loaded != null) {
            return isOnDisk() ? PluginState.LOADED : PluginState.ORPHANED;
        }
        if (!refusal.isEmpty()) {
            return PluginState.REFUSED;
        }
        return heldBack || !isOnDisk() ? PluginState.UNLOADED : PluginState.PENDING;
    }

    View view(List<String> threadsLeft) {
        return new View(file, name(), state(), reason(), label, offer, loaded, threadsLeft);
    }

    private String reason() {
        if (!busy.isEmpty()) {
            return busy;
        }
        return switch (state()) {
            case LOADED, REFUSED -> refusal;
            case ORPHANED -> "its file is gone; it serves its pools until it is unloaded by force";
            case UNLOADED ->
                heldBack && isOnDisk() ? "it was unloaded by hand; load it to use it again" : "its file is gone";
            case PENDING -> "it is being written";
        };
    }

    /** What others may see of it, at one moment; the pools and failures of what is loaded as they are when asked. */
    record View(
            String file,
            String name,
            PluginState state,
            String reason,
            PluginArchive.Label label,
            OfferedStrategies offer,
            @Nullable LoadedPlugin loaded,
            List<String> threadsLeft) {

        PluginInfo info() {
            List<String> reasons = new ArrayList<>();
            if (!reason.isEmpty()) {
                reasons.add(reason);
            }
            if (loaded != null) {
                reasons.addAll(loaded.failures());
            }
            if (!threadsLeft.isEmpty()) {
                reasons.add("threads of an earlier version are still running and keep its classes in memory: "
                        + String.join(", ", threadsLeft));
            }
            return new PluginInfo(
                    name,
                    file,
                    state,
                    String.join("; ", reasons),
                    loaded == null
                            ? List.of()
                            : loaded.entries().stream()
                                    .map(CatalogueEntry::name)
                                    .toList(),
                    loaded == null ? Set.of() : loaded.pools(),
                    label.version(),
                    label.spiVersion(),
                    label.sha256(),
                    loaded == null ? 0 : loaded.errors());
        }
    }
}

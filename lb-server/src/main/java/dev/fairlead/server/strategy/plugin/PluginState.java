package dev.fairlead.server.strategy.plugin;

import java.util.Locale;

/** The state of a jar, or a folder of jars, in the plug-ins folder. */
public enum PluginState {
    /** its strategies can be chosen */
    LOADED,
    /** it cannot be loaded, or may not be */
    REFUSED,
    /** its file is gone and pools still use it; it serves them until it is unloaded by force */
    ORPHANED,
    /** an operator took it out, and its file is still there */
    UNLOADED,
    /** it is being written, examined or verified */
    PENDING;

    /** Completes "the jar …", of one whose strategies are asked for in vain. */
    String sentence() {
        return switch (this) {
            case LOADED, ORPHANED -> "is loaded in part";
            case REFUSED -> "is refused";
            case UNLOADED -> "is unloaded";
            case PENDING -> "is not loaded yet";
        };
    }

    /** As operators read it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}

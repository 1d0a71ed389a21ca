package dev.fairlead.server.strategy.plugin;

import dev.fairlead.server.strategy.verify.Verdict;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The plug-ins as operators see and handle them. Whatever is done by hand is what the watched folder does by itself;
 * every answer fails with {@link PluginRefused}. A name may be given with or without {@code .jar}.
 */
public interface Plugins {

    /** Everything in the folder, what cannot be loaded too, and what is still in use without being there any more. */
    List<PluginInfo> list();

    /** Tries one of the folder in a process of its own; changes nothing. */
    CompletionStage<Verdict> verify(String name);

    /**
     * Tries a jar that is not in the folder.
     *
     * @param file what it is called
     */
    CompletionStage<Verdict> verify(String file, byte[] jar);

    /** Loads one that was unloaded or refused; of no effect for one that is loaded as its file is now. */
    CompletionStage<PluginInfo> load(String name);

    /**
     * Takes one out; it stays out until its file changes or {@link #load} is asked for.
     *
     * @param force even if pools use it: they are served by rotation until their strategy is back or another is chosen
     */
    CompletionStage<PluginInfo> unload(String name, boolean force);

    /** Loads it anew, even if its file is what it was; what the strategies learned is handed over. */
    CompletionStage<PluginInfo> reload(String name);
}

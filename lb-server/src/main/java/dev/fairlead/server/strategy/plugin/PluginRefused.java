package dev.fairlead.server.strategy.plugin;

import dev.fairlead.server.desired.NearestName;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An operator's request about a plug-in was refused. The message is for the operator. */
public final class PluginRefused extends RuntimeException {

    private final Reason reason;
    private final @Nullable String nearest;

    public enum Reason {
        /** nothing in the folder has this name */
        UNKNOWN,
        /** pools use it, or it cannot be loaded as it is, or something else is being done with it */
        PRECONDITION
    }

    private PluginRefused(Reason reason, String sentence, @Nullable String nearest) {
        super(sentence);
        this.reason = reason;
        this.nearest = nearest;
    }

    /**
     * @param sentence what was looked for and where; how it ends is added here
     * @param name what was looked for
     * @param known what there is instead
     */
    static PluginRefused unknown(String sentence, String name, Collection<String> known) {
        String nearest = NearestName.of(name, known).orElse(null);
        return new PluginRefused(
                Reason.UNKNOWN, sentence + (nearest == null ? "" : ", did you mean \"" + nearest + "\"?"), nearest);
    }

    static PluginRefused precondition(String sentence) {
        return new PluginRefused(Reason.PRECONDITION, sentence, null);
    }

    public Reason reason() {
        return reason;
    }

    /** The plug-in that may have been meant, if there is none of the name. */
    public Optional<String> nearest() {
        return Optional.ofNullable(nearest);
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}

package dev.fairlead.server.strategy;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A strategy could not be created as requested. The message is for the operator. */
public final class StrategyRefused extends RuntimeException {

    private final Reason reason;
    private final String option;
    private final @Nullable String nearest;

    public enum Reason {
        /** no strategy has this name */
        UNKNOWN,
        /** an option is unknown or its value cannot be accepted */
        OPTION,
        /** the plug-in threw, or was late */
        FAILED
    }

    private StrategyRefused(
            Reason reason, String option, String sentence, @Nullable String nearest, @Nullable Throwable cause) {
        super(sentence, cause);
        this.reason = reason;
        this.option = option;
        this.nearest = nearest;
    }

    static StrategyRefused unknown(String sentence, @Nullable String nearest) {
        return new StrategyRefused(Reason.UNKNOWN, "", sentence, nearest, null);
    }

    static StrategyRefused option(String option, String sentence) {
        return new StrategyRefused(Reason.OPTION, option, sentence, null, null);
    }

    static StrategyRefused failed(String sentence, @Nullable Throwable cause) {
        return new StrategyRefused(Reason.FAILED, "", sentence, null, cause);
    }

    public Reason reason() {
        return reason;
    }

    /** The option that is wrong; empty unless {@link #reason} says so. */
    public String option() {
        return option;
    }

    /** The strategy that may have been meant, if there is none of the name. */
    public Optional<String> nearest() {
        return Optional.ofNullable(nearest);
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}

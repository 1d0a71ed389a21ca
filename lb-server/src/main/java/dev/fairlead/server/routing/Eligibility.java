package dev.fairlead.server.routing;

import dev.fairlead.server.desired.Backend;
import java.util.Locale;

/**
 * Whether a backend may take new requests, and why not.
 *
 * @param reason a sentence for the operator; empty if it is ready
 */
public record Eligibility(Kind kind, String reason) {

    /** Ordered from operators' decisions to observations. */
    public enum Kind {
        READY,
        DRAINING,
        MAINTENANCE,
        WEIGHT_ZERO,
        DOWN,
        /** not probed yet */
        UNKNOWN,
        /** requests could not be sent there, and a probe will decide */
        SUSPECT,
        /** it failed requests that other backends served; out for a while */
        EJECTED;

        /** In lower case with underscores. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final Eligibility READY = new Eligibility(Kind.READY, "");

    public static Eligibility down(String reason) {
        return new Eligibility(Kind.DOWN, reason);
    }

    public static Eligibility unknown(String reason) {
        return new Eligibility(Kind.UNKNOWN, reason);
    }

    public static Eligibility suspect(String reason) {
        return new Eligibility(Kind.SUSPECT, reason);
    }

    public static Eligibility ejected(String reason) {
        return new Eligibility(Kind.EJECTED, reason);
    }

    /** The operator's decisions take precedence over observations. */
    public static Eligibility of(Backend desired, Eligibility observed) {
        return switch (desired.adminState()) {
            case MAINT -> new Eligibility(Kind.MAINTENANCE, "in maintenance, as the operator asked");
            case DRAIN -> new Eligibility(Kind.DRAINING, "draining, as the operator asked");
            case READY -> desired.weight() == 0 ? new Eligibility(Kind.WEIGHT_ZERO, "weight is 0") : observed;
        };
    }

    public boolean isReady() {
        return kind == Kind.READY;
    }

    /**
     * Only a guess speaks against it: requests failed there, or it has not been probed yet. Used while no backend is
     * ready, because an attempt may succeed and a refusal cannot.
     */
    public boolean isLastResort() {
        return kind == Kind.SUSPECT || kind == Kind.EJECTED || kind == Kind.UNKNOWN;
    }

    @Override
    public String toString() {
        return reason.isEmpty() ? kind.code() : kind.code() + " (" + reason + ")";
    }
}

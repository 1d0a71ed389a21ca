package dev.fairlead.server.routing;

import dev.fairlead.server.desired.Backend;
import java.util.Locale;

/**
 * Whether a backend may take new requests, and why not.
 *
 * @param reason a sentence for the operator; empty if it is ready
 */
public record Eligibility(Kind kind, String reason) {

    /** From the operator's decisions to what was observed. */
    public enum Kind {
        READY,
        DRAINING,
        MAINTENANCE,
        WEIGHT_ZERO,
        DOWN,
        /** not probed yet */
        UNKNOWN,
        /** requests could not be sent there, and a probe is to decide */
        SUSPECT,
        /** requests failed there that its neighbours served; out for a while */
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

    /** What the operator wants comes before what was observed. */
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
     * Nothing but a guess speaks against it: requests met a failure there, or nobody has asked it yet. Taken while no
     * backend is ready, for an attempt may succeed and a refusal cannot.
     */
    public boolean isLastResort() {
        return kind == Kind.SUSPECT || kind == Kind.EJECTED || kind == Kind.UNKNOWN;
    }

    @Override
    public String toString() {
        return reason.isEmpty() ? kind.code() : kind.code() + " (" + reason + ")";
    }
}

package dev.fairlead.server.health;

import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.HealthType;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The state of one backend, driven by probe results and by traffic. Time and randomness are passed in, so that tests
 * can run hours of it in no time. Guarded by the health thread.
 */
final class HealthStateMachine {
    /** Between probes of a backend that has begun to answer again. */
    static final Duration RECOVERY = Duration.ofMillis(500);

    /**
     * A suspicion that comes this soon after a probe cleared the last one waits for its probe. Otherwise a backend that
     * refuses one connection in a hundred, and accepts every probe, would go out and come back as often as it is asked.
     */
    static final Duration FLAPPING = Duration.ofSeconds(1);

    /** The first time; each further one in a row waits twice as long, a few times. */
    static final Duration FLAPPING_HOLD = Duration.ofMillis(500);

    private static final int FLAPPING_DOUBLED = 4;

    /** Before a probe that could not be made is tried again. */
    static final Duration UNPROBED = Duration.ofSeconds(1);

    /** Being ejected costs this long at first, each further time twice what it cost before. */
    static final Duration EJECTION = Duration.ofSeconds(1);

    static final Duration LONGEST_EJECTION = Duration.ofSeconds(30);

    /** For each time that it served so long without being ejected, one of the former times is forgotten. */
    static final Duration FORGIVEN = Duration.ofSeconds(30);

    private HealthPolicy policy;
    private HealthState state = HealthState.UNKNOWN;
    /** results in a row that speak against the state */
    private int against;
    /** whether a regular pause was taken in this state: the first is cut at random, for many may have come here at once */
    private boolean spread;

    private int ejections;
    private long ejectedUntil;
    private int flaps;
    private boolean cleared;
    private long clearedAt;

    HealthStateMachine(HealthPolicy policy) {
        this.policy = policy;
    }

    HealthState state() {
        return state;
    }

    HealthPolicy policy() {
        return policy;
    }

    boolean probes() {
        return policy.type() != HealthType.NONE;
    }

    /** Without probes there is nothing to wait for. @return whether the state changed, as for all the moves below */
    boolean begin() {
        return !probes() && move(HealthState.UP);
    }

    boolean policy(HealthPolicy next) {
        boolean probed = probes();
        policy = next;
        spread = false;
        if (!probes()) {
            return state != HealthState.UP && move(HealthState.UP);
        }
        // Nobody would ever end an ejection now: let a probe decide.
        return !probed && state == HealthState.EJECTED && move(HealthState.SUSPECT);
    }

    /** @param doubted requests failed there as well, so that one probe is enough */
    boolean probed(boolean healthy, boolean doubted, long now) {
        boolean held = state == HealthState.EJECTED && holdNanos(now) > 0;
        if (healthy && !held && (state == HealthState.SUSPECT || state == HealthState.EJECTED)) {
            clear(now);
        }
        return switch (state) {
            case UNKNOWN, SUSPECT -> move(healthy ? HealthState.UP : HealthState.DOWN);
            case UP -> counted(!healthy, doubted ? 1 : policy.unhealthyThreshold(), HealthState.DOWN);
            case DOWN -> counted(healthy, policy.healthyThreshold(), HealthState.UP);
            case EJECTED -> healthy ? !held && move(HealthState.UP) : move(HealthState.DOWN);
        };
    }

    /**
     * Nothing could be sent there. Only a backend that is up can become suspect: of any other, no more than that is known
     * already.
     */
    boolean suspected(long now) {
        if (state != HealthState.UP) {
            return false;
        }
        if (!probes()) {
            return ejected(now);
        }
        flaps = cleared && now - clearedAt < FLAPPING.toNanos() ? flaps + 1 : 0;
        return move(HealthState.SUSPECT);
    }

    /** Requests fail there that its neighbours serve. */
    boolean ejected(long now) {
        if (state != HealthState.UP) {
            return false;
        }
        long forgiven = cleared ? (now - clearedAt) / FORGIVEN.toNanos() : ejections;
        ejections = (int) Math.max(0, ejections - forgiven) + 1;
        long doubled = EJECTION.toNanos() << Math.min(ejections - 1, 10);
        ejectedUntil = now + Math.min(doubled, LONGEST_EJECTION.toNanos());
        return move(HealthState.EJECTED);
    }

    boolean released(long now) {
        if (state != HealthState.EJECTED) {
            return false;
        }
        clear(now);
        return move(HealthState.UP);
    }

    /** How long it waits yet for what brings it back: its probe, or its release where nothing is probed. */
    long holdNanos(long now) {
        if (state == HealthState.EJECTED) {
            return Math.max(0, ejectedUntil - now);
        }
        return flaps == 0 ? 0 : FLAPPING_HOLD.toNanos() << Math.min(flaps - 1, FLAPPING_DOUBLED);
    }

    /** From the start of one probe to the start of the next. */
    long pauseNanos(RandomGenerator random) {
        return switch (state) {
            case UP -> regular(policy.interval(), random);
            case DOWN -> against > 0 ? recovery() : regular(policy.downInterval(), random);
            case UNKNOWN, SUSPECT, EJECTED -> 0;
        };
    }

    /** After a probe that could not be made: soon where one is waited for. */
    long pauseUnprobedNanos() {
        return switch (state) {
            case UP, DOWN -> policy.downInterval().toNanos();
            case UNKNOWN, SUSPECT, EJECTED ->
                Math.min(UNPROBED.toNanos(), policy.downInterval().toNanos());
        };
    }

    private long recovery() {
        return Math.min(RECOVERY.toNanos(), policy.downInterval().toNanos());
    }

    /** Jitter only shortens: what is configured is a promise about the latest moment. */
    private long regular(Duration interval, RandomGenerator random) {
        double share = spread ? 1 - policy.jitter() / 100 * random.nextDouble() : random.nextDouble();
        spread = true;
        return (long) (interval.toNanos() * share);
    }

    private boolean counted(boolean isAgainst, int threshold, HealthState other) {
        against = isAgainst ? against + 1 : 0;
        return against >= threshold && move(other);
    }

    private void clear(long now) {
        cleared = true;
        clearedAt = now;
    }

    private boolean move(HealthState next) {
        state = next;
        against = 0;
        spread = false;
        return true;
    }
}

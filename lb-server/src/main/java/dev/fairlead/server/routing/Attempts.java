package dev.fairlead.server.routing;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.backend.RunningBackend;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;

/** The attempts of one request in their order; whoever looks at the list cannot change it. */
final class Attempts extends AbstractList<Attempt> {
    private Attempt[] attempts = new Attempt[1];
    private int size;

    void append(Attempt attempt) {
        if (size == attempts.length) {
            attempts = Arrays.copyOf(attempts, 2 * size);
        }
        attempts[size] = attempt;
        size++;
    }

    @Override
    public Attempt get(int index) {
        return attempts[Objects.checkIndex(index, size)];
    }

    @Override
    public int size() {
        return size;
    }

    Attempt last() {
        return get(size - 1);
    }

    boolean tried(RunningBackend backend) {
        for (int i = 0; i < size; i++) {
            if (attempts[i].backend() == backend) {
                return true;
            }
        }
        return false;
    }

    /** Whether the attempt before the last one failed because a connection that had been kept ended under it. */
    boolean lostKeptConnection() {
        if (size < 2) {
            return false;
        }
        Attempt before = attempts[size - 2];
        return before.isReused() && before.failure() == FailureKind.RESET;
    }

    /**
     * Whether an attempt before the last one timed out. Otherwise a request that is just slow would be started as often
     * as the policy allows, and its client would wait that many times as long.
     */
    boolean waitedBefore() {
        for (int i = 0; i < size - 1; i++) {
            FailureKind kind = attempts[i].failure();
            if (kind == FailureKind.FIRST_BYTE_TIMEOUT || kind == FailureKind.PER_TRY_TIMEOUT) {
                return true;
            }
        }
        return false;
    }

    /**
     * A failure at one backend counts against it. If the request failed everywhere and was answered nowhere, it is the
     * request's own fault and counts against no backend.
     *
     * @param key as for {@link Attempt#blame}
     */
    void blame(long key) {
        Attempt accused = null;
        for (int i = 0; i < size; i++) {
            if (attempts[i].isOpen()) {
                if (accused != null) {
                    return;
                }
                accused = attempts[i];
            }
        }
        if (accused != null) {
            accused.blame(key);
        }
    }
}

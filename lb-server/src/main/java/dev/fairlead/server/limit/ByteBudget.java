package dev.fairlead.server.limit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that may be held at once for clients: what they cost on the heap and off it. A budget refuses nothing by itself,
 * for who holds bytes cannot wait for them; whoever lets somebody in asks first whether it is over, and what can be let
 * go is let go before that, when it is nearly used up.
 */
public final class ByteBudget {

    /** Threads tell each other of changes from this on; until then a change is theirs alone and costs no more than a sum. */
    private static final long STEP = 64 * 1024;

    private static final int NEARLY = 8;

    private final AtomicLong told = new AtomicLong();
    private final List<Account> accounts = new CopyOnWriteArrayList<>();
    private volatile long limit;

    public ByteBudget(long limit) {
        this.limit = limit;
    }

    public void limit(long newLimit) {
        limit = newLimit;
    }

    public long limit() {
        return limit;
    }

    /** About; what threads have not told yet is read without asking them. */
    public long held() {
        long sum = told.get();
        for (Account account : accounts) {
            sum += account.untold;
        }
        return sum;
    }

    /** For one thread. */
    public Account account() {
        Account account = new Account();
        accounts.add(account);
        return account;
    }

    /** From a thread that has no account. */
    public void add(long bytes) {
        told.addAndGet(bytes);
    }

    /** What one thread's clients hold; touched by that thread only. */
    public final class Account {

        private long untold;

        private Account() {}

        /** @param bytes negative when they are given back */
        public void add(long bytes) {
            untold += bytes;
            if (untold >= STEP || untold <= -STEP) {
                told.addAndGet(untold);
                untold = 0;
            }
        }

        /** Nobody new should be let in. */
        public boolean over() {
            return told.get() + untold > limit;
        }

        /** What can be let go should be. */
        public boolean nearlyOver() {
            long all = limit;
            return told.get() + untold > all - all / NEARLY;
        }

        /** Even those should not be let in for whom others are about to make room. */
        public boolean farOver() {
            long all = limit;
            return told.get() + untold > all + all / NEARLY;
        }
    }
}

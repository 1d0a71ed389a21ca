package dev.fairlead.server.proxy.front;

import dev.fairlead.server.limit.ByteBudget;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Bytes of one IO thread for what can be done without: a small part of what there is for clients, nothing of the last part
 * of that, and the first to be given back when clients need them. Used only on that thread.
 */
public final class SpareBytes {

    /** One part in so many of all bytes, over all threads. */
    private static final int SHARE = 8;

    /** Who holds some. */
    public interface Holder {

        /** Others need them: it gives them back now. */
        void letGo();
    }

    private final ByteBudget budget;
    private final ByteBudget.Account account;
    private final int threads;
    private final Set<Holder> holders = new LinkedHashSet<>();
    private long held;

    SpareBytes(ByteBudget budget, ByteBudget.Account account, int threads) {
        this.budget = budget;
        this.account = account;
        this.threads = threads;
    }

    /** @return false, and nothing is reserved, if they cannot be spared */
    public boolean reserve(Holder holder, long bytes) {
        if (held + bytes > budget.limit() / SHARE / threads) {
            return false;
        }
        account.add(bytes);
        if (account.nearlyOver()) {
            account.add(-bytes);
            return false;
        }
        held += bytes;
        holders.add(holder);
        return true;
    }

    /** @param bytes all that it has */
    public void giveBack(Holder holder, long bytes) {
        holders.remove(holder);
        held -= bytes;
        account.add(-bytes);
    }

    /** Whether there was one. */
    boolean letGoOldest() {
        Iterator<Holder> oldest = holders.iterator();
        if (!oldest.hasNext()) {
            return false;
        }
        Holder holder = oldest.next();
        oldest.remove();
        holder.letGo();
        return true;
    }
}

package dev.fairlead.server.live;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.routing.PoolRuntime;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.strategy.PoolStrategy;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A live pool: its configuration, its running backends and strategy, and its table. Belongs to the control thread. */
final class LivePool {

    /** A declared backend and the one that runs for it. */
    record Member(Backend desired, RunningBackend running) {}

    private final Pool policy;
    private final List<Member> members;
    private final PoolStrategy strategy;
    private final PoolRuntime account;
    private PoolTable table;

    /** Its backends' health may have moved since the table was drafted. */
    private boolean stale;

    /** The selector that the strategy is working on, if any; an answer for another one is out of date. */
    private @Nullable Object rebuild;

    private boolean onFallback;

    LivePool(Pool policy, List<Member> members, PoolStrategy strategy, PoolRuntime account, PoolTable table) {
        this.policy = policy;
        this.members = List.copyOf(members);
        this.strategy = strategy;
        this.account = account;
        this.table = table;
    }

    /** What runs for some members and for none of the others. Most that are in both are at the same place. */
    static List<RunningBackend> runningIn(List<Member> some, List<Member> others) {
        int same = 0;
        while (same < some.size()
                && same < others.size()
                && some.get(same).running() == others.get(same).running()) {
            same++;
        }
        Set<RunningBackend> known =
                others.stream().skip(same).map(Member::running).collect(Collectors.toSet());
        return some.stream()
                .skip(same)
                .map(Member::running)
                .filter(running -> !known.contains(running))
                .toList();
    }

    Pool policy() {
        return policy;
    }

    List<Member> members() {
        return members;
    }

    PoolStrategy strategy() {
        return strategy;
    }

    PoolRuntime runtime() {
        return account;
    }

    PoolTable table() {
        return table;
    }

    void table(PoolTable next) {
        table = next;
    }

    boolean has(RunningBackend backend) {
        return members.stream().anyMatch(member -> member.running() == backend);
    }

    void markStale() {
        stale = true;
    }

    /** Whether a new draft is due now; the answer yes is given once. */
    boolean takeStale() {
        boolean due = stale && rebuild == null;
        if (due) {
            stale = false;
        }
        return due;
    }

    /** Whether its table is not yet what its backends' health asks for. */
    boolean isBehind() {
        return stale || rebuild != null;
    }

    Object beginRebuild() {
        Object ticket = new Object();
        rebuild = ticket;
        return ticket;
    }

    boolean awaits(Object ticket) {
        return rebuild == ticket;
    }

    boolean endRebuild(Object ticket) {
        boolean current = rebuild == ticket;
        if (current) {
            rebuild = null;
        }
        return current;
    }

    boolean onFallback() {
        return onFallback;
    }

    void onFallback(boolean now) {
        onFallback = now;
    }
}

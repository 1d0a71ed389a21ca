package dev.fairlead.server.live;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who may change which pool. An order waits in a line for each pool that it changes and begins when it is the first in all of
 * them and none of these pools is held; so orders about one pool stay in their order, and those about others pass. It is
 * looked at when it comes and when it may have become the first, not whenever something else has happened: behind a strategy
 * that hangs, waiting costs nothing. Belongs to the control thread.
 */
@Singleton
final class Claims {

    /** So that the first of a long line does not wait for all of it. */
    private static final int MOST = 256;

    private static final Comparator<Order> BY_NUMBER = Comparator.comparingLong(Order::number);

    private final Ledger ledger;
    private final Map<String, NavigableSet<Order>> lines = new HashMap<>();
    private final Set<String> held = new HashSet<>();

    /** Those that may be the first in all of their lines. */
    private final NavigableSet<Order> candidates = line();

    private long orders;

    /** Pools, and the orders that may change them until they are released. */
    record Claim(Set<String> pools, List<Order> orders) {}

    @Inject
    Claims(Ledger ledger) {
        this.ledger = ledger;
    }

    private static NavigableSet<Order> line() {
        return new TreeSet<>(BY_NUMBER);
    }

    /** In front of all others. */
    void addFirst(Order order) {
        look(order);
        enter(order);
    }

    void add(Order order) {
        order.number(++orders);
        look(order);
        enter(order);
    }

    /** In front of all that came after it. */
    void addBack(Order order) {
        enter(order);
    }

    /** The next orders that may begin, the first of them together with those behind it that need no other pools. */
    @Nullable
    Claim next() {
        for (Order first = candidates.pollFirst(); first != null; first = candidates.pollFirst()) {
            if (isFirst(first) && !needsMore(first)) {
                return claim(first);
            }
        }
        return null;
    }

    /** What it was made of when it came is not what it is made of now. */
    private boolean needsMore(Order order) {
        Set<String> known = order.pools();
        boolean more = look(order);
        if (more) {
            leave(order, known);
            enter(order);
        }
        return more;
    }

    private boolean look(Order order) {
        return order.reaches(ledger.history().current().desired(), ledger.base());
    }

    private Claim claim(Order first) {
        List<Order> orders = new ArrayList<>();
        Set<String> pools = first.pools();
        for (Order next = first; next != null; next = follower(first, pools, orders.size())) {
            leave(next, next.pools());
            orders.add(next);
        }
        held.addAll(pools);
        return new Claim(pools, orders);
    }

    private @Nullable Order follower(Order first, Set<String> pools, int company) {
        if (first.isAlone() || company == MOST) {
            return null;
        }
        // The earliest of all that are the first somewhere: if it needs no other pools, it is the first everywhere.
        Order next = pools.stream()
                .map(this::firstOf)
                .filter(Objects::nonNull)
                .min(BY_NUMBER)
                .orElse(null);
        return next == null || next.isAlone() || needsMore(next) || !pools.containsAll(next.pools()) ? null : next;
    }

    private void enter(Order order) {
        order.pools()
                .forEach(pool -> lines.computeIfAbsent(pool, name -> line()).add(order));
        candidates.add(order);
    }

    private void leave(Order order, Set<String> pools) {
        candidates.remove(order);
        pools.forEach(pool -> lines.computeIfPresent(pool, (name, line) -> {
            line.remove(order);
            return line.isEmpty() ? null : line;
        }));
    }

    private boolean isFirst(Order order) {
        return order.pools().stream().allMatch(pool -> !held.contains(pool) && firstOf(pool) == order);
    }

    private @Nullable Order firstOf(String pool) {
        NavigableSet<Order> line = lines.get(pool);
        return line == null ? null : line.first();
    }

    void release(Collection<String> pools) {
        held.removeAll(pools);
        pools.stream().map(this::firstOf).filter(Objects::nonNull).forEach(candidates::add);
    }
}

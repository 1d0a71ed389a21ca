package dev.fairlead.server.live;

import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.strategy.StrategyFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Orders that nobody has begun with, in the order in which they came. Those about one pool stay in it; they may be overtaken
 * by those about others. Belongs to the control thread.
 */
final class Waiting {
    private final Deque<Order> orders = new ArrayDeque<>();
    private final LiveTables live;
    private final StrategyFactory strategies;

    Waiting(LiveTables live, StrategyFactory strategies) {
        this.live = live;
        this.strategies = strategies;
    }

    void addLast(Order order) {
        orders.addLast(order);
    }

    /** Before all others, in their own order. */
    void addFirst(List<Order> returning) {
        for (int i = returning.size() - 1; i >= 0; i--) {
            orders.addFirst(returning.get(i));
        }
    }

    void removeAll(List<Order> given) {
        orders.removeAll(given);
    }

    /**
     * Moves what can go together from here into a batch: one table for each pool and one write to the disk serve all of it.
     * What nobody waits for, and what is refused by itself, goes on the way.
     *
     * @param taken pools that are being changed
     */
    void fill(Batch batch, Set<String> taken) {
        Set<String> heldUp = new HashSet<>(taken);
        for (Iterator<Order> all = orders.iterator(); all.hasNext(); ) {
            Order order = all.next();
            if (!batch.takes(order)) {
                return;
            }
            if (!waits(order, batch, heldUp)) {
                all.remove();
                add(order, batch);
            }
        }
    }

    /** What comes after an order that waits, and is about the same pool, waits too. */
    private boolean waits(Order order, Batch batch, Set<String> heldUp) {
        if (heldUp.isEmpty() || order.terms().dryRun()) {
            return false;
        }
        Set<String> changed = order.kind() == Order.Kind.RENEWAL ? outdated() : batch.changedBy(order);
        boolean meets = changed.stream().anyMatch(heldUp::contains);
        if (meets) {
            heldUp.addAll(changed);
        }
        return meets;
    }

    private Set<String> outdated() {
        return live.pools().stream()
                .filter(pool -> !strategies.isPresent(pool.strategy()))
                .map(pool -> pool.policy().name())
                .collect(Collectors.toSet());
    }

    /** Into the batch, or refused. */
    static void add(Order order, Batch batch) {
        try {
            if (order.terms().awaited().getAsBoolean()) {
                batch.add(order);
            } else {
                Answers.abandon(order);
            }
        } catch (ChangeRefused refused) {
            Answers.refuse(order, refused);
        } catch (Throwable unexpected) { // also an error: whoever asked must be answered, and those behind it go on
            Answers.fail(order, unexpected);
        }
    }
}

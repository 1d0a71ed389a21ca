package dev.fairlead.server.limit;

import org.jspecify.annotations.Nullable;

/** The buckets of all limits, which share one table of bounded size, and its replacement while they are in use. */
final class Buckets {

    /** Rounds of waiting for one who is about to put a bucket near; he needs two writes, unless he was interrupted. */
    private static final int PATIENCE = 1000;

    private volatile Tables tables;

    /** @param former being moved into the table; whoever finds nothing there looks here first */
    private record Tables(BucketTable table, @Nullable BucketTable former) {}

    Buckets(int most) {
        tables = new Tables(new BucketTable(most), null);
    }

    /**
     * Takes one request from a bucket.
     *
     * @return as {@link BucketTable#charge}; {@link BucketTable#ABSENT} if there is no bucket, and no room for one
     */
    long charge(long hash, LimitShapes shapes, long now) {
        while (true) {
            Tables present = tables;
            long left = charge(present, hash, shapes, now);
            if (present.table == tables.table) {
                return left;
            }
            // it was replaced meanwhile, and nobody may have moved the charge; rather twice than not at all
        }
    }

    private static long charge(Tables tables, long hash, LimitShapes shapes, long now) {
        BucketTable current = tables.table;
        BucketShape shape = shapes.current();
        long key = shape.key(hash);
        long tolerance = shape.tolerance();
        for (int round = 0; ; round++) {
            long left = current.charge(key, now, shape.cost(), tolerance);
            if (left != BucketTable.ABSENT) {
                return left;
            }
            if (convert(current, hash, shapes, now)) {
                continue;
            }
            int cell = current.claim(key, now, round > PATIENCE);
            if (cell == BucketTable.NO_ROOM) {
                return BucketTable.ABSENT;
            }
            if (cell == BucketTable.BUSY) {
                Thread.onSpinWait();
            } else if (current.holds(key)) {
                current.release(cell, now);
            } else {
                long debt = tables.former == null ? 0 : moved(tables.former, hash, shapes, now);
                current.settle(cell, key, now, debt > tolerance ? debt : debt + shape.cost());
                return tolerance - debt;
            }
        }
    }

    /** Makes a bucket of a former shape one of the present shape. Returns whether there was one. */
    private static boolean convert(BucketTable current, long hash, LimitShapes shapes, long now) {
        for (int i = 0; i < shapes.formers(); i++) {
            BucketShape shape = shapes.former(i, now);
            long debt = shape == null ? 0 : current.debt(shape.key(hash), now);
            if (shape != null && debt > 0) {
                current.rename(
                        shape.key(hash),
                        shapes.current().key(hash),
                        now,
                        debt,
                        shapes.current().converted(debt, shape));
                return true;
            }
        }
        return false;
    }

    /** What the key owes in the former table. */
    private static long moved(BucketTable old, long hash, LimitShapes shapes, long now) {
        long debt = old.withdraw(shapes.current().key(hash), now);
        for (int i = 0; i < shapes.formers(); i++) {
            BucketShape shape = shapes.former(i, now);
            if (shape != null) {
                debt = Math.max(debt, shapes.current().converted(old.withdraw(shape.key(hash), now), shape));
            }
        }
        return debt;
    }

    /** Gives back one request. Returns whether there is such a bucket. */
    boolean refund(long hash, BucketShape shape, long now) {
        return tables.table.refund(shape.key(hash), now, shape.cost());
    }

    /** The time until the bucket is full again. */
    long debt(long hash, LimitShapes shapes, long now) {
        BucketTable table = tables.table;
        long debt = table.debt(shapes.current().key(hash), now);
        for (int i = 0; debt == 0 && i < shapes.formers(); i++) {
            BucketShape shape = shapes.former(i, now);
            if (shape != null) {
                debt = shapes.current().converted(table.debt(shape.key(hash), now), shape);
            }
        }
        return debt;
    }

    /** By one thread at a time. Keeps the buckets that are not full, as far as there is room. */
    void resize(int most, long now) {
        BucketTable old = tables.table;
        if (old.most() == most) {
            return;
        }
        BucketTable next = new BucketTable(most);
        tables = new Tables(next, old);
        old.moveTo(next, now);
        tables = new Tables(next, null);
    }

    int inUse(long now) {
        return tables.table.inUse(now);
    }

    int most() {
        return tables.table.most();
    }
}

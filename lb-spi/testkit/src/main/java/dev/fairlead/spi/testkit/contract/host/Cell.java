package dev.fairlead.spi.testkit.contract.host;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** An integer somewhere in a strategy's state: in a field, an atomic or an array of either. */
final class Cell {
    /** Arrays longer than this are tables, not cursors. */
    private static final int LONGEST_ARRAY = 256;

    private final LongSupplier read;
    private final LongConsumer write;
    private final boolean wide;

    private Cell(LongSupplier read, LongConsumer write, boolean wide) {
        this.read = read;
        this.write = write;
        this.wide = wide;
    }

    long get() {
        return read.getAsLong();
    }

    void set(long value) {
        write.accept(value);
    }

    /** Whether a counter of this width can reach the value. */
    boolean holds(long value) {
        return wide || value <= Integer.MAX_VALUE;
    }

    /** Everything reachable from some objects, except through objects that the host gave to the strategy. */
    static List<Cell> allOf(List<?> roots, Object given) {
        Search search = new Search();
        search.seen.add(given);
        roots.forEach(search::enqueue);
        while (!search.queue.isEmpty()) {
            search.visit(search.queue.remove());
        }
        return search.cells;
    }

    private static final class Search {
        private final List<Cell> cells = new ArrayList<>();
        private final Deque<Object> queue = new ArrayDeque<>();
        private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

        void enqueue(@Nullable Object object) {
            if (object != null
                    && !object.getClass().getName().startsWith("dev.fairlead.spi.testkit.Fake")
                    && !object.getClass().getName().startsWith("dev.fairlead.spi.testkit.SeededRandom")
                    && !object.getClass().getName().startsWith("dev.fairlead.spi.testkit.ManualClock")
                    && seen.add(object)) {
                queue.add(object);
            }
        }

        void visit(Object object) {
            if (object instanceof AtomicInteger number) {
                cells.add(new Cell(number::get, value -> number.set((int) value), false));
            } else if (object instanceof AtomicLong number) {
                cells.add(new Cell(number::get, number::set, true));
            } else if (object instanceof AtomicIntegerArray numbers) {
                visit(numbers.length(), i -> new Cell(() -> numbers.get(i), v -> numbers.set(i, (int) v), false));
            } else if (object instanceof AtomicLongArray numbers) {
                visit(numbers.length(), i -> new Cell(() -> numbers.get(i), v -> numbers.set(i, v), true));
            } else if (object instanceof int[] numbers) {
                visit(numbers.length, i -> new Cell(() -> numbers[i], v -> numbers[i] = (int) v, false));
            } else if (object instanceof long[] numbers) {
                visit(numbers.length, i -> new Cell(() -> numbers[i], v -> numbers[i] = v, true));
            } else if (object instanceof Object[] objects) {
                Arrays.stream(objects).limit(LONGEST_ARRAY).forEach(this::enqueue);
            } else if (object instanceof Collection<?> objects) {
                objects.stream().limit(LONGEST_ARRAY).forEach(this::enqueue);
            } else if (object instanceof Map<?, ?> objects) {
                objects.values().stream().limit(LONGEST_ARRAY).forEach(this::enqueue);
            } else if (!object.getClass().getName().startsWith("java.")) {
                visitFields(object);
            }
        }

        private void visit(int length, IntFunction<Cell> cellAt) {
            for (int i = 0; i < Math.min(length, LONGEST_ARRAY); i++) {
                cells.add(cellAt.apply(i));
            }
        }

        private void visitFields(Object object) {
            for (Class<?> type = object.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers()) && opened(field)) {
                        visitField(object, field);
                    }
                }
            }
        }

        private void visitField(Object object, Field field) {
            Class<?> type = field.getType();
            if (!type.isPrimitive()) {
                enqueue(value(object, field));
            } else if (!Modifier.isFinal(field.getModifiers()) && (type == int.class || type == long.class)) {
                cells.add(new Cell(
                        () -> ((Number) value(object, field)).longValue(),
                        number -> assign(object, field, number),
                        type == long.class));
            }
        }

        private static boolean opened(Field field) {
            try {
                field.setAccessible(true);
                return true;
            } catch (InaccessibleObjectException e) {
                // a library that does not open its internals; a cursor in there is not found
                return false;
            }
        }

        private static Object value(Object object, Field field) {
            try {
                return field.get(object);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("opened before", e);
            }
        }

        private static void assign(Object object, Field field, long number) {
            try {
                if (field.getType() == int.class) {
                    field.setInt(object, (int) number);
                } else {
                    field.setLong(object, number);
                }
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("opened before", e);
            }
        }
    }
}

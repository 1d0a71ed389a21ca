package dev.fairlead.server.desired;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.Set;

/**
 * The backends of a pool in their order, in blocks that lists with a common past have in common: of ten thousand backends a
 * changed weight copies one block, and a thousand kept revisions are not a thousand lists. Immutable.
 */
final class BackendList extends AbstractList<Backend> implements RandomAccess {

    /** As many references as there are blocks, about, for ten thousand backends. */
    private static final int BLOCK = 100;

    private static final BackendList EMPTY = new BackendList(new Backend[0][], Set.of());

    private final Backend[][] blocks;

    /** Of each block, and behind the last of them the size. */
    private final int[] starts;

    private final Set<String> repeated;

    private BackendList(Backend[][] blocks, Set<String> repeated) {
        this.blocks = blocks;
        this.repeated = repeated;
        this.starts = new int[blocks.length + 1];
        for (int i = 0; i < blocks.length; i++) {
            starts[i + 1] = starts[i] + blocks[i].length;
        }
    }

    static BackendList copyOf(List<Backend> backends) {
        return backends instanceof BackendList same ? same : EMPTY.of(backends);
    }

    /** These backends, in the blocks of this list where they are the same. */
    BackendList of(List<Backend> backends) {
        if (backends instanceof BackendList made && made.hasCommonPastWith(this)) {
            return made;
        }
        Backend[] all = backends.toArray(new Backend[0]);
        Arrays.asList(all).forEach(Objects::requireNonNull);
        List<Backend[]> made = new ArrayList<>();
        for (int from = 0; from < all.length; from += made.get(made.size() - 1).length) {
            made.add(block(all, from));
        }
        return new BackendList(made.toArray(new Backend[0][]), repeated(all));
    }

    private boolean hasCommonPastWith(BackendList other) {
        Set<Backend[]> ours = Collections.newSetFromMap(new IdentityHashMap<>());
        ours.addAll(Arrays.asList(blocks));
        return Arrays.stream(other.blocks).anyMatch(ours::contains);
    }

    private Backend[] block(Backend[] all, int from) {
        int known = Arrays.binarySearch(starts, from);
        if (known >= 0 && known < blocks.length) {
            Backend[] block = blocks[known];
            if (Arrays.equals(block, 0, block.length, all, from, Math.min(all.length, from + block.length))) {
                return block;
            }
        }
        return Arrays.copyOfRange(all, from, Math.min(all.length, from + BLOCK));
    }

    private static Set<String> repeated(Backend[] all) {
        Set<String> ids = new HashSet<>();
        Set<String> repeated = new LinkedHashSet<>();
        for (Backend backend : all) {
            if (!ids.add(backend.id())) {
                repeated.add(backend.id());
            }
        }
        return repeated;
    }

    /** Ids that more than one backend has. */
    Set<String> repeated() {
        return repeated;
    }

    /** Replaces the first backend of that id in its place, or appends it. */
    BackendList with(Backend backend) {
        int place = placeOf(backend.id());
        if (place < 0) {
            return append(backend);
        }
        int block = blockOf(place);
        Backend[] changed = blocks[block].clone();
        changed[place - starts[block]] = backend;
        return with(block, changed);
    }

    private BackendList append(Backend backend) {
        int last = blocks.length - 1;
        if (last >= 0 && blocks[last].length < BLOCK) {
            Backend[] longer = Arrays.copyOf(blocks[last], blocks[last].length + 1);
            longer[longer.length - 1] = backend;
            return with(last, longer);
        }
        Backend[][] more = Arrays.copyOf(blocks, blocks.length + 1);
        more[blocks.length] = new Backend[] {backend};
        return new BackendList(more, repeated);
    }

    private BackendList with(int block, Backend[] changed) {
        Backend[][] others = blocks.clone();
        others[block] = changed;
        return new BackendList(others, repeated);
    }

    /** Without any of that id. */
    BackendList without(String id) {
        int place = placeOf(id);
        if (place < 0) {
            return this;
        }
        int block = blockOf(place);
        if (!repeated.isEmpty() || blocks[block].length == 1 || blocks.length > 2 + 2 * size() / BLOCK) {
            return copyOf(stream().filter(backend -> !backend.id().equals(id)).toList());
        }
        Backend[] shorter = new Backend[blocks[block].length - 1];
        int within = place - starts[block];
        System.arraycopy(blocks[block], 0, shorter, 0, within);
        System.arraycopy(blocks[block], within + 1, shorter, within, shorter.length - within);
        return with(block, shorter);
    }

    private int blockOf(int index) {
        int found = Arrays.binarySearch(starts, index);
        return found >= 0 ? found : -found - 2;
    }

    /** Negative if there is none. */
    int placeOf(String id) {
        for (int block = 0; block < blocks.length; block++) {
            for (int i = 0; i < blocks[block].length; i++) {
                if (blocks[block][i].id().equals(id)) {
                    return starts[block] + i;
                }
            }
        }
        return -1;
    }

    @Override
    public Backend get(int index) {
        Objects.checkIndex(index, size());
        int block = blockOf(index);
        return blocks[block][index - starts[block]];
    }

    @Override
    public int size() {
        return starts[blocks.length];
    }

    /** From block to block, without looking for each backend. */
    @Override
    public Iterator<Backend> iterator() {
        return new Iterator<>() {
            private int block;
            private int next;

            @Override
            public boolean hasNext() {
                return block < blocks.length;
            }

            @Override
            public Backend next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Backend backend = blocks[block][next++];
                if (next == blocks[block].length) {
                    next = 0;
                    block++;
                }
                return backend;
            }
        };
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof BackendList list) || !Arrays.equals(starts, list.starts)) {
            return super.equals(other);
        }
        for (int i = 0; i < blocks.length; i++) {
            if (blocks[i] != list.blocks[i] && !Arrays.equals(blocks[i], list.blocks[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}

package dev.fairlead.server.limit;

import dev.fairlead.server.desired.CidrBlock;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Blocks of addresses of one family as ranges in order, none of which touches another; so one is found by halving. */
final class AddressRanges {

    private static final AddressRanges EMPTY = new AddressRanges(new Range[0]);

    /** Halves of the first and the last address of each range. */
    private final long[] firstHigh;

    private final long[] firstLow;
    private final long[] lastHigh;
    private final long[] lastLow;

    private AddressRanges(Range[] ranges) {
        firstHigh = Arrays.stream(ranges).mapToLong(Range::firstHigh).toArray();
        firstLow = Arrays.stream(ranges).mapToLong(Range::firstLow).toArray();
        lastHigh = Arrays.stream(ranges).mapToLong(Range::lastHigh).toArray();
        lastLow = Arrays.stream(ranges).mapToLong(Range::lastLow).toArray();
    }

    /** What is given of IPv4; the high half of its addresses is 0. */
    static AddressRanges ipv4(List<CidrBlock> blocks) {
        return of(blocks, Integer.BYTES);
    }

    static AddressRanges ipv6(List<CidrBlock> blocks) {
        return of(blocks, Long.BYTES * 2);
    }

    private static AddressRanges of(List<CidrBlock> blocks, int bytes) {
        Range[] sorted = blocks.stream()
                .filter(block -> block.base().getAddress().length == bytes)
                .map(Range::of)
                .sorted((a, b) -> compare(a.firstHigh, a.firstLow, b.firstHigh, b.firstLow))
                .toArray(Range[]::new);
        if (sorted.length == 0) {
            return EMPTY;
        }
        int count = 1;
        for (int i = 1; i < sorted.length; i++) {
            Range before = sorted[count - 1];
            Range next = sorted[i];
            if (before.reaches(next)) {
                sorted[count - 1] = before.with(next);
            } else {
                sorted[count++] = next;
            }
        }
        return new AddressRanges(Arrays.copyOf(sorted, count));
    }

    boolean contains(long high, long low) {
        int from = 0;
        int to = firstHigh.length - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            if (compare(high, low, firstHigh[middle], firstLow[middle]) < 0) {
                to = middle - 1;
            } else if (compare(high, low, lastHigh[middle], lastLow[middle]) > 0) {
                from = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    int size() {
        return firstHigh.length;
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
        return high == otherHigh ? Long.compareUnsigned(low, otherLow) : Long.compareUnsigned(high, otherHigh);
    }

    private record Range(long firstHigh, long firstLow, long lastHigh, long lastLow) {

        static Range of(CidrBlock block) {
            ByteBuffer bytes = ByteBuffer.wrap(block.base().getAddress());
            if (bytes.remaining() == Integer.BYTES) {
                long first = bytes.getInt() & 0xffff_ffffL;
                return new Range(0, first, 0, first | 0xffff_ffffL >>> block.prefix());
            }
            long high = bytes.getLong();
            long low = bytes.getLong();
            return new Range(high, low, high | rest(block.prefix()), low | rest(block.prefix() - Long.SIZE));
        }

        /** The bits of a half that are behind the prefix. */
        private static long rest(int prefix) {
            return prefix <= 0 ? -1L : prefix >= Long.SIZE ? 0 : -1L >>> prefix;
        }

        /** Whether the next one begins in this one, or right behind it. */
        boolean reaches(Range next) {
            return compare(next.firstHigh, next.firstLow, lastHigh, lastLow) <= 0
                    || next.firstLow == lastLow + 1 && next.firstHigh == lastHigh + (next.firstLow == 0 ? 1 : 0);
        }

        Range with(Range next) {
            return compare(next.lastHigh, next.lastLow, lastHigh, lastLow) > 0
                    ? new Range(firstHigh, firstLow, next.lastHigh, next.lastLow)
                    : this;
        }
    }
}

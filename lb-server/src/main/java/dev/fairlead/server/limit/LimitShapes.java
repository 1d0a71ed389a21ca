package dev.fairlead.server.limit;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a limit's buckets are, and how they were before its rate or burst changed, as long as one of those may not be full
 * again. A former bucket is converted when its key comes again.
 */
final class LimitShapes {

    /** So many changes are remembered; of one that is longer ago, what has not come since counts as full. */
    private static final int MOST_FORMERS = 8;

    private final BucketShape current;
    private final List<Former> formers;

    /** @param until when all of its buckets are full */
    private record Former(BucketShape shape, long until) {}

    private LimitShapes(BucketShape current, List<Former> formers) {
        this.current = current;
        this.formers = formers;
    }

    LimitShapes(BucketShape only) {
        this(only, List.of());
    }

    /** The same, if the buckets stay as they are. */
    LimitShapes changedTo(BucketShape next, long now) {
        if (next.alike(current)) {
            return this;
        }
        List<Former> kept = Stream.concat(Stream.of(new Former(current, now + current.fill())), formers.stream())
                .filter(former -> former.until > now)
                .limit(MOST_FORMERS)
                .toList();
        return new LimitShapes(next, kept);
    }

    BucketShape current() {
        return current;
    }

    int formers() {
        return formers.size();
    }

    /** The latest first; null if all of its buckets are full by now. */
    @Nullable
    BucketShape former(int place, long now) {
        Former former = formers.get(place);
        return former.until > now ? former.shape : null;
    }
}

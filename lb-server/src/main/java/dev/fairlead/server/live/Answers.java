package dev.fairlead.server.live;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.store.StoreException;
import dev.fairlead.server.strategy.StrategyRefused;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports the results of orders to callers and to the log. */
final class Answers {
    private static final Logger log = LoggerFactory.getLogger(Answers.class);

    /** A file with thousands of backends is one line in the log all the same. */
    private static final int CHANGES_LOGGED = 8;

    private Answers() {}

    /**
     * It is kept and published.
     *
     * @param gone what takes no requests any more since then
     */
    static void done(ChangeDraft.Step step, List<RunningBackend> gone) {
        Revision made = step.made();
        if (made != null) {
            log.info(
                    "revision={} event=applied author={} cause=\"{}\" changes={}",
                    made.number(),
                    made.author(),
                    made.message(),
                    shortened(step.result().differences()));
        }
        step.order()
                .answer()
                .complete(made == null ? step.result() : step.result().published(gone));
    }

    private static String shortened(List<String> changes) {
        String shown = changes.stream().limit(CHANGES_LOGGED).collect(Collectors.joining(", "));
        int more = changes.size() - CHANGES_LOGGED;
        return more > 0 ? "[" + shown + " and " + more + " more]" : "[" + shown + "]";
    }

    static void abandon(Order order) {
        log.info(
                "event=change-abandoned author={} cause=\"no one waits for it any more\"",
                order.terms().author());
        order.answer().cancel(false);
    }

    static void refuse(Order order, ChangeRefused refused) {
        log.warn("event=change-refused author={} cause=\"{}\"", order.terms().author(), refused.sentence());
        order.answer().completeExceptionally(refused);
    }

    static void fail(Order order, Throwable unexpected) {
        log.error("event=change-failed order=\"{}\"", order, unexpected);
        order.answer().completeExceptionally(unexpected);
    }

    /** @param pool the one whose strategy is to blame, if it is a strategy */
    static void refuse(Order order, String pool, Throwable failure) {
        if (failure instanceof ChangeRefused refused) {
            refuse(order, refused);
        } else if (failure instanceof StrategyRefused refused) {
            refuse(order, refusal(pool, refused));
        } else if (failure instanceof StoreException unkept) {
            ChangeRefused.Kind kind = unkept.isFull() ? ChangeRefused.Kind.STORE_FULL : ChangeRefused.Kind.STORE_FAILED;
            refuse(order, new ChangeRefused(kind, "", unkept.sentence(), unkept));
        } else {
            fail(order, failure);
        }
    }

    private static ChangeRefused refusal(String pool, StrategyRefused refused) {
        String field = "pools." + pool + ".strategy" + (refused.option().isEmpty() ? "" : "." + refused.option());
        ChangeRefused.Kind kind = switch (refused.reason()) {
            case UNKNOWN -> ChangeRefused.Kind.NOT_FOUND;
            case OPTION -> ChangeRefused.Kind.INVALID;
            case FAILED -> ChangeRefused.Kind.PRECONDITION;
        };
        return new ChangeRefused(kind, field, refused.sentence(), refused);
    }

    /** Out of the wrapping that futures add. */
    static Throwable inner(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}

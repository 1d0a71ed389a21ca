package dev.fairlead.server.proxy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;

/** When the answer to a request has to begin: counted from its head, over all tries, and the upload in between. */
final class AnswerDeadline {

    private final Duration patience;
    private final Consumer<String> tooLate;
    private XnioExecutor.@Nullable Key timer;

    /** @param tooLate told why, unless the answer began before */
    AnswerDeadline(XnioExecutor thread, Duration patience, Consumer<String> tooLate) {
        this.patience = patience;
        this.tooLate = tooLate;
        this.timer = thread.executeAfter(this::expired, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void expired() {
        if (timer != null) {
            timer = null;
            tooLate.accept("no answer within " + patience.toMillis() + " ms of the request's head");
        }
    }

    /** It has begun: from here on the time of the request is not bounded. Or there will be none. */
    void met() {
        XnioExecutor.Key pending = timer;
        if (pending != null) {
            timer = null;
            pending.remove();
        }
    }
}

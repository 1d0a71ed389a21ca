package dev.fairlead.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.server.state.Change;
import dev.fairlead.server.state.ChangeSet;
import dev.fairlead.server.state.ChangeTerms;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever one task ends with, the control thread goes on to the next. */
class BrokenTasksTest {
    private LiveRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new LiveRig(1);
        rig.start(LiveRig.desired("round_robin", 3));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void anErrorInATaskDoesNotEndTheThread() throws Exception {
        rig.control.execute(() -> {
            throw new StackOverflowError("as deep recursion ends");
        });
        rig.control.execute(() -> {
            throw new LinkageError("as a class that does not fit ends");
        });

        assertThat(rig.apply(new Change.SetWeight("default", "b1", 7)).changed())
                .isTrue();
        assertThat(rig.control.isAlive()).isTrue();
    }

    @Test
    void anInterruptThatNobodyMeantDoesNotEndTheThread() throws Exception {
        rig.control.execute(() -> Thread.currentThread().interrupt());

        assertThat(rig.apply(new Change.SetWeight("default", "b1", 7)).changed())
                .isTrue();
    }

    @Test
    void whoAskedForAChangeThatEndsInAnErrorIsAnsweredAndTheOthersToo() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        rig.control.execute(() -> await(held));
        CompletionStage<ChangeResult> before = ask(new Change.SetWeight("default", "b1", 7));
        CompletionStage<ChangeResult> broken = ask(new Change.EditPool("default", "all", pool -> {
            throw new StackOverflowError();
        }));
        CompletionStage<ChangeResult> after = ask(new Change.SetWeight("default", "b2", 7));
        held.countDown();

        assertThatThrownBy(() -> LiveRig.await(broken)).hasRootCauseInstanceOf(StackOverflowError.class);
        assertThat(LiveRig.await(before).revision()).isEqualTo(2);
        assertThat(LiveRig.await(after).revision()).isEqualTo(3);
    }

    @Test
    void whoAskedForAChangeWhosePublicationEndsInAnErrorIsAnsweredToo() throws Exception {
        CompletableFuture<Void> once = new CompletableFuture<>();
        rig.tables.whenPublished(() -> {
            if (once.complete(null)) {
                throw new LinkageError("in whoever listens");
            }
        });

        CompletionStage<ChangeResult> change = ask(new Change.SetWeight("default", "b1", 7));

        assertThatThrownBy(() -> LiveRig.await(change)).hasRootCauseInstanceOf(LinkageError.class);
        assertThat(rig.apply(new Change.SetWeight("default", "b2", 7)).revision())
                .isEqualTo(3);
    }

    private CompletionStage<ChangeResult> ask(Change change) {
        return rig.balancer.apply(new ChangeSet(List.of(change), ChangeTerms.by("test", "")));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

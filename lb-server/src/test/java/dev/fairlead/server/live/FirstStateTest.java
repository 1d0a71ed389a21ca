package dev.fairlead.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Monitoring;
import dev.fairlead.server.state.Change;
import dev.fairlead.server.state.ChangeSet;
import dev.fairlead.server.state.ChangeTerms;
import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.store.Recovered;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A file that is good by itself meets a run-time change with which it does not go. */
class FirstStateTest {

    private static final DesiredState BASE = LiveRig.desired("round_robin", 3);
    private static final DesiredState FILE = withPages("/lb-health", "/up");
    private static final DesiredState LEFT = withPages("/up", "/lb-stats");

    private static DesiredState withPages(String health, String stats) {
        Monitoring pages = BASE.frontend().monitoring();
        return BASE.withFrontend(
                BASE.frontend().withMonitoring(new Monitoring(pages.paths(), health, stats, pages.allow())));
    }

    @Test
    void theServerStartsWithTheLastGoodStateAndTheFileCanBeReloadedLater() throws Exception {
        HeldStore store = new HeldStore();
        try (LiveRig rig = new LiveRig(2, (before, now) -> {}, store)) {
            Revision last = new Revision(17, LEFT, "alice", Instant.EPOCH, "move the page");
            ChangeResult started =
                    LiveRig.await(rig.balancer.start(FILE, new Recovered(List.of(last), BASE, Map.of())));

            assertThat(started.revision()).isEqualTo(17);
            assertThat(started.after()).isEqualTo(LEFT);
            assertThat(rig.refused(rig.balancer.reload(FILE, ChangeTerms.by("file", "again")))
                            .sentence())
                    .contains("monitoring.stats-path: \"/up\" is the health path too")
                    .contains("changed at run time: monitoring.health-path /lb-health -> /up; undo that change");

            var takenBack = rig.balancer.apply(
                    ChangeSet.of("alice", new Change.EditFrontend("the frontend", present -> BASE.frontend())));
            store.next().succeed();
            LiveRig.await(takenBack);
            var reloaded = rig.balancer.reload(FILE, ChangeTerms.by("file", "again"));
            store.next().succeed();
            assertThat(LiveRig.await(reloaded).after()).isEqualTo(FILE);
        }
    }
}

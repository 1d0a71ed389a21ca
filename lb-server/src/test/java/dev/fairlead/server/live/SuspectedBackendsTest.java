package dev.fairlead.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Ejection;
import dev.fairlead.server.state.Change;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many backends traffic's word takes out of a live pool. */
class SuspectedBackendsTest {
    private LiveRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new LiveRig(1);
        rig.start(LiveRig.desired("round_robin", 4));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void halfOfThePoolMayBeOutByDefault() throws Exception {
        suspect("b1", "b2", "b3", "b4");

        assertThat(rig.inRotation()).containsExactly("b3", "b4");
    }

    @Test
    void boundFollowsItsSetting() throws Exception {
        rig.apply(new Change.EditPool("default", "ejection", present -> present.withEjection(new Ejection(100))));
        suspect("b1", "b2", "b3", "b4");

        assertThat(rig.inRotation()).containsExactly("b4");
    }

    @Test
    void whoIsKeptOutByItsOperatorDoesNotCount() throws Exception {
        for (String id : new String[] {"b1", "b2"}) {
            rig.apply(new Change.SetAdminState("default", id, AdminState.DRAIN));
        }
        rig.apply(new Change.SetWeight("default", "b3", 0));
        suspect("b4");
        assertThat(rig.inRotation()).containsExactly("b4");

        rig.apply(new Change.SetAdminState("default", "b1", AdminState.READY));
        suspect("b4", "b1");

        assertThat(rig.inRotation()).containsExactly("b1");
    }

    private void suspect(String... ids) throws Exception {
        for (String id : ids) {
            rig.health.suspect(rig.running(id), "connect refused");
        }
        // A turn of health's thread, and one of the control thread.
        LiveRig.await(rig.health.firstRound());
        rig.settle();
    }
}

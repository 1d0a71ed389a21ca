package dev.fairlead.server.live;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Sticky;
import dev.fairlead.server.health.HealthState;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.sticky.PoolSessions;
import dev.fairlead.server.routing.sticky.Session;
import dev.fairlead.server.routing.sticky.Standing;
import dev.fairlead.server.routing.sticky.StickyResult;
import dev.fairlead.server.state.Change;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.state.ChangeSet;
import dev.fairlead.server.state.ChangeTerms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions and their secrets, as what is wanted changes. */
class LiveSessionsTest {
    private static final String OLD = "the-first-of-all-secrets";
    private static final String NEW = "the-second-of-all-secrets";

    @TempDir
    private Path folder;

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

    private static Change sticky(Sticky sticky) {
        return new Change.EditPool("default", "sticky", pool -> pool.withSticky(sticky));
    }

    private static Change secretsIn(String file) {
        return new Change.EditFrontend("sticky-secret-file", frontend -> frontend.withStickySecretFile(file));
    }

    private String file(String name, String... secrets) throws IOException {
        return Files.write(folder.resolve(name), List.of(secrets)).toString();
    }

    private PoolSessions sessions() {
        return requireNonNull(rig.pool().sessions());
    }

    private String cookie(String backend) {
        Session none = sessions().choose(0, List.of(), place -> Standing.SERVING);
        String told = requireNonNull(sessions().answered(0, none, List.of(), backend, false));
        return told.substring(0, told.indexOf(';'));
    }

    private Session session(String cookie) {
        PoolTable table = rig.pool();
        return sessions().explain(List.of(cookie), table.standings());
    }

    @Test
    void sessionsComeAndGoWithTheirSetting() throws Exception {
        assertThat(rig.pool().sessions()).isNull();
        rig.apply(sticky(Sticky.DEFAULT.withBy(Sticky.By.COOKIE)));
        PoolSessions first = sessions();
        rig.report("b1", HealthState.DOWN, "refused");
        rig.settle();
        assertThat(sessions()).as("health leaves them as they are").isSameAs(first);
        rig.apply(sticky(Sticky.DEFAULT));
        assertThat(rig.pool().sessions()).isNull();
        rig.report("b1", HealthState.UP, "");
        rig.settle();
        assertThat(rig.pool().sessions()).isNull();
    }

    @Test
    void sessionsFollowTheHealthOfTheirBackend() throws Exception {
        rig.apply(sticky(Sticky.DEFAULT.withBy(Sticky.By.COOKIE)));
        String client = cookie("b2");
        assertThat(session(client).result()).isEqualTo(StickyResult.KEPT);
        rig.report("b2", HealthState.SUSPECT, "refused");
        rig.settle();
        assertThat(session(client).result()).isEqualTo(StickyResult.AWAY);
        rig.report("b2", HealthState.DOWN, "refused");
        rig.settle();
        assertThat(session(client).result()).isEqualTo(StickyResult.MOVED_DOWN);
        rig.report("b2", HealthState.UP, "");
        rig.settle();
        assertThat(session(client).result()).isEqualTo(StickyResult.KEPT);
    }

    @Test
    void anotherFileOfSecretsIsReadAndTheOldSessionsStay() throws Exception {
        rig.apply(sticky(Sticky.DEFAULT.withBy(Sticky.By.COOKIE)), secretsIn(file("old", OLD)));
        String client = cookie("b2");
        rig.apply(secretsIn(file("both", NEW, OLD)));
        assertThat(session(client).isPinned()).isTrue();
        assertThat(session(client).renewed()).isTrue();
        String renewed = cookie("b2");
        rig.apply(secretsIn(file("new", NEW)));
        assertThat(session(client).result()).isEqualTo(StickyResult.FORGED);
        assertThat(session(renewed).isPinned()).isTrue();
    }

    @Test
    void aFileThatCannotBeUsedIsRefusedAndNothingChanges() throws Exception {
        rig.apply(sticky(Sticky.DEFAULT.withBy(Sticky.By.COOKIE)), secretsIn(file("old", OLD)));
        String client = cookie("b2");
        DesiredState before = rig.history.current().desired();
        for (String bad : List.of(file("short", "hush"), folder.resolve("none").toString())) {
            for (ChangeTerms terms : List.of(
                    ChangeTerms.by("test", ""), ChangeTerms.by("test", "").asDryRun())) {
                ChangeSet change = new ChangeSet(List.of(secretsIn(bad)), terms);
                ChangeRefused refused = rig.refused(rig.balancer.apply(change));
                assertThat(refused.field()).isEqualTo("sticky-secret-file");
                assertThat(refused.sentence()).contains(bad, "expected").doesNotContain("hush");
            }
        }
        assertThat(rig.history.current().desired()).isEqualTo(before);
        assertThat(session(client).isPinned()).isTrue();
        Files.delete(folder.resolve("old"));
        rig.apply(sticky(Sticky.DEFAULT.withBy(Sticky.By.COOKIE).withPath("/shop")));
        assertThat(session(client).isPinned()).as("what was read stays").isTrue();
    }
}

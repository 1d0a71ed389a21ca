package dev.fairlead.server.control.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.health.HealthReport;
import dev.fairlead.server.health.HealthState;
import dev.fairlead.server.observe.TestTables;
import dev.fairlead.server.routing.Eligibility;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangeLogTest {

    private static final HealthReport UP = new HealthReport(HealthState.UP, "", Instant.EPOCH);

    private TestTables tables;
    private HealthReport report = UP;
    private ChangeLog changes;

    @BeforeEach
    void open() throws IOException {
        tables = new TestTables();
        changes = new ChangeLog(backend -> report);
    }

    @AfterEach
    void close() {
        tables.close();
    }

    private static Pool pool(int... numbers) {
        return Pool.named("default")
                .withBackends(
                        IntStream.of(numbers).mapToObj(ChangeLogTest::backend).toList());
    }

    private static Backend backend(int number) {
        return Backend.at("127.0.0.1:" + (3000 + number)).withId("b" + number);
    }

    private void publish(Pool pool, Map<String, Eligibility> others) {
        tables.pool(pool, others);
        changes.update(tables.tables().current());
    }

    /** {@code b1} for a change, {@code -b1} for a removal. */
    private List<String> after(long place) {
        List<String> told = new ArrayList<>();
        for (ChangeLog.LatestChange entry = changes.after(place); entry != null; entry = changes.after(entry.at())) {
            told.add((entry.status() == null ? "-" : "") + entry.key().id());
        }
        return told;
    }

    @Test
    void aBackendThatChangesAgainMovesToTheEnd() {
        publish(pool(1, 2, 3), Map.of());
        long seen = changes.end();
        publish(pool(1, 2, 3), Map.of("b3", Eligibility.down("refused")));
        publish(pool(1, 2, 3), Map.of("b1", Eligibility.down("refused"), "b3", Eligibility.down("refused")));
        publish(pool(1, 2, 3), Map.of("b1", Eligibility.down("refused")));

        assertThat(after(seen)).containsExactly("b1", "b3");
        assertThat(after(0)).containsExactly("b2", "b1", "b3");
    }

    @Test
    void whatIsAsItWasIsNoChange() {
        publish(pool(1, 2), Map.of());
        long seen = changes.end();
        publish(pool(1, 2), Map.of());
        assertThat(after(seen)).isEmpty();

        publish(pool(1, 2).withBackends(List.of(backend(1), backend(2).withAdminState(AdminState.DRAIN))), Map.of());
        assertThat(after(seen)).containsExactly("b2");
    }

    /** A draining backend takes nothing either way, but an operator wants to know that it is down. */
    @Test
    void healthBehindADecisionIsAChangeToo() {
        Pool draining = pool(1, 2).withBackends(List.of(backend(1).withAdminState(AdminState.DRAIN), backend(2)));
        publish(draining, Map.of());
        long seen = changes.end();
        report = new HealthReport(HealthState.DOWN, "refused", Instant.EPOCH);
        publish(draining, Map.of());
        assertThat(after(seen)).containsExactly("b1", "b2");
    }

    @Test
    void aRemovedBackendThatComesBackIsAChange() {
        publish(pool(1, 2), Map.of());
        long seen = changes.end();
        publish(pool(2), Map.of());
        assertThat(after(seen)).containsExactly("-b1");
        publish(pool(1, 2), Map.of());
        assertThat(after(seen)).containsExactly("b1");
    }

    @Test
    void ofRemovedOnesTheLatestAreKept() {
        publish(pool(0), Map.of());
        long seen = changes.end();
        for (int i = 1; i <= ChangeLog.REMOVED_KEPT + 10; i++) {
            publish(pool(0, i), Map.of());
            publish(pool(0), Map.of());
        }
        assertThat(changes.reachesBackTo(seen)).isFalse();
        assertThat(changes.reachesBackTo(changes.end())).isTrue();
        assertThat(after(seen))
                .hasSize(ChangeLog.REMOVED_KEPT)
                .doesNotContain("-b10")
                .contains("-b11");
    }

    @Test
    void beginningAnewForgetsEverything() {
        publish(pool(1, 2), Map.of());
        publish(pool(2), Map.of());
        changes.restart(tables.tables().current());
        assertThat(after(0)).containsExactly("b2");
    }
}

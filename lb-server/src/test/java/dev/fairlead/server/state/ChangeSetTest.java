package dev.fairlead.server.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.desired.Timeouts;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeSetTest {
    private static final Backend ONE = Backend.at("10.0.0.1:80").withId("one");
    private static final Backend TWO = Backend.at("10.0.0.2:80").withId("two");

    private final DesiredState state =
            DesiredState.initial().withPool(Pool.named("default").withBackends(List.of(ONE)));

    @Test
    void editsAreMadeInTheirOrderAndTogether() {
        DesiredState next = apply(
                new Change.AddBackend("default", TWO),
                new Change.SetWeight("default", "two", 7),
                new Change.SetAdminState("default", "one", AdminState.DRAIN),
                PoolEdit.strategy("default", StrategyChoice.of("p2c")),
                PoolEdit.timeouts("default", Timeouts.DEFAULT.withPerTry(Duration.ofSeconds(1))));
        Pool pool = next.pool("default").orElseThrow();
        assertThat(pool.backends()).containsExactly(ONE.withAdminState(AdminState.DRAIN), TWO.withWeight(7));
        assertThat(pool.strategy().name()).isEqualTo("p2c");
        assertThat(pool.timeouts().perTry()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void addingTheSameBackendAgainIsNoChangeAndADifferentOneIsAConflict() {
        assertThat(apply(new Change.AddBackend("default", ONE))).isEqualTo(state);
        ChangeRefused refused = refused(new Change.AddBackend("default", ONE.withWeight(2)));
        assertThat(refused.kind()).isEqualTo(ChangeRefused.Kind.CONFLICT);
        assertThat(refused.sentence()).contains("already exists with other settings: it is at http://10.0.0.1:80");
    }

    @Test
    void whatDoesNotExistIsNamedWithTheNearest() {
        ChangeRefused backend = refused(new Change.RemoveBackend("default", "oen"));
        assertThat(backend.kind()).isEqualTo(ChangeRefused.Kind.NOT_FOUND);
        assertThat(backend.sentence()).isEqualTo("pool \"default\" has no backend \"oen\", did you mean \"one\"?");
        assertThat(refused(new Change.SetWeight("defualt", "one", 1)).sentence())
                .isEqualTo("there is no pool \"defualt\", did you mean \"default\"?");
    }

    @Test
    void aValueOutOfRangeIsRefusedAsAnInvalidField() {
        ChangeRefused refused = refused(new Change.SetWeight("default", "one", 1001));
        assertThat(refused.kind()).isEqualTo(ChangeRefused.Kind.INVALID);
        assertThat(refused.field()).isEqualTo("weight");
        assertThat(refused.sentence())
                .contains("set weight 1001 of backend one")
                .contains("from 0 to 1000");
    }

    @Test
    void theDefaultPoolStays() {
        assertThat(refused(new Change.RemovePool("default")).kind()).isEqualTo(ChangeRefused.Kind.PRECONDITION);
        assertThat(apply(new Change.AddPool(Pool.named("other")), new Change.RemovePool("other")))
                .isEqualTo(state);
    }

    @Test
    void withoutWordsTheMessageIsWhatItDoes() {
        ChangeSet set =
                ChangeSet.of("ann", new Change.AddBackend("default", TWO), new Change.RemoveBackend("default", "one"));
        assertThat(set.sentence())
                .isEqualTo("add backend two at http://10.0.0.2:80 to pool default; remove backend one of pool default");
    }

    private DesiredState apply(Change... changes) {
        return ChangeSet.of("ann", changes).applyTo(state);
    }

    private ChangeRefused refused(Change change) {
        return catchThrowableOfType(ChangeRefused.class, () -> apply(change));
    }
}

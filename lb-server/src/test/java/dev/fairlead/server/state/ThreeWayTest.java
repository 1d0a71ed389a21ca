package dev.fairlead.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.SocketAddressSpec;
import dev.fairlead.server.desired.StrategyChoice;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThreeWayTest {
    private static final Backend A = Backend.at("10.0.0.1:80").withId("a");
    private static final Backend B = Backend.at("10.0.0.2:80").withId("b");
    private static final Backend C = Backend.at("10.0.0.3:80").withId("c");

    private final DesiredState base = backends(A, B);

    @Test
    void anUntouchedFileChangesNothing() {
        DesiredState running = backends(A.withWeight(5), C);
        assertThat(ThreeWay.merge(base, base, running)).isEqualTo(running);
    }

    @Test
    void whatChangedInTheFileWinsAndTheRestStays() {
        DesiredState file = backends(A.withWeight(3), B);
        DesiredState running = backends(A.withWeight(5).withAdmin(AdminState.DRAIN), B.withWeight(9));
        assertThat(ThreeWay.merge(base, file, running))
                .isEqualTo(backends(A.withWeight(3).withAdmin(AdminState.DRAIN), B.withWeight(9)));
    }

    @Test
    void removedFromTheFileIsRemovedAndAddedAtRunTimeStays() {
        assertThat(ThreeWay.merge(base, backends(B), backends(A.withWeight(2), B, C)))
                .isEqualTo(backends(B, C));
    }

    @Test
    void removedAtRunTimeStaysAwayUntilTheFileChangesIt() {
        DesiredState running = backends(B);
        assertThat(ThreeWay.merge(base, backends(A, B, C), running)).isEqualTo(backends(B, C));
        assertThat(ThreeWay.merge(base, backends(A.withWeight(4), B), running)).isEqualTo(backends(A.withWeight(4), B));
    }

    @Test
    void addedOnBothSidesTheFileWins() {
        assertThat(ThreeWay.merge(base, backends(A, B, C), backends(A, B, C.withWeight(7))))
                .isEqualTo(backends(A, B, C));
    }

    @Test
    void policiesAndFrontendFollowTheSameRuleSettingBySetting() {
        DesiredState file = base.withPool(pool(base).withStrategy(StrategyChoice.of("p2c")))
                .withFrontend(base.frontend().withListen(new SocketAddressSpec("127.0.0.1", 9000)));
        DesiredState running = base.withPool(
                        pool(base).withStrategy(StrategyChoice.of("random")).withMinHealthy(2))
                .withFrontend(base.frontend().withLimits(new Limits(5, 5, 5)));
        DesiredState merged = ThreeWay.merge(base, file, running);
        assertThat(pool(merged).strategy().name()).isEqualTo("p2c");
        assertThat(pool(merged).minHealthy()).isEqualTo(2);
        assertThat(merged.frontend().listen().port()).isEqualTo(9000);
        assertThat(merged.frontend().limits()).isEqualTo(new Limits(5, 5, 5));
    }

    @Test
    void poolsComeAndGoLikeBackends() {
        DesiredState withFilePool = base.withPool(Pool.named("file"));
        DesiredState running = withFilePool.withPool(Pool.named("runtime"));
        DesiredState merged = ThreeWay.merge(withFilePool, base.withPool(Pool.named("new")), running);
        assertThat(merged.pools()).containsOnlyKeys("default", "new", "runtime");
    }

    @Test
    void differencesAreNamedOneByOne() {
        DesiredState after = backends(A.withWeight(2), C).withPool(Pool.named("other"));
        assertThat(Differences.between(base, after))
                .containsExactlyInAnyOrder(
                        "pool default backend a weight 1 -> 2",
                        "pool default backend b removed",
                        "pool default backend c added at http://10.0.0.3:80",
                        "pool other added");
        assertThat(Differences.between(base, base)).isEmpty();
    }

    private static Pool pool(DesiredState state) {
        return state.pool("default").orElseThrow();
    }

    private static DesiredState backends(Backend... backends) {
        return DesiredState.initial().withPool(Pool.named("default").withBackends(List.of(backends)));
    }
}

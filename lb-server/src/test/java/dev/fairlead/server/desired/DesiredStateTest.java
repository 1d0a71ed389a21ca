package dev.fairlead.server.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DesiredStateTest {

    private static final Backend A = Backend.at("10.0.0.1:8080");
    private static final Backend B = Backend.at("10.0.0.2:8080");

    @Test
    void startsWithAnEmptyDefaultPool() {
        Pool pool = DesiredState.initial().pool("default").orElseThrow();

        assertThat(pool.backends()).isEmpty();
        assertThat(pool.retry().methods()).containsExactly("GET", "HEAD", "OPTIONS", "PUT", "DELETE");
        assertThat(pool.retry().on())
                .extracting(RetryCause::word)
                .containsExactly("connect-failure", "reset", "timeout", "502", "503", "504");
        assertThat(pool.timeouts().firstByte()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aChangedBackendKeepsItsPlace() {
        Pool pool = Pool.named("default").withBackend(A).withBackend(B);

        assertThat(pool.withBackend(A.withWeight(3)).backends()).containsExactly(A.withWeight(3), B);
        assertThat(pool.withoutBackend(A.id()).backends()).containsExactly(B);
        assertThat(pool.backend("nobody")).isEmpty();
    }

    @Test
    void aChangedPoolKeepsItsPlace() {
        DesiredState state = DesiredState.initial().withPool(Pool.named("api")).withPool(Pool.named("web"));

        DesiredState changed = state.withPool(Pool.named("api").withBackend(A));

        assertThat(changed.pools().keySet()).containsExactly("default", "api", "web");
        assertThat(changed.withoutPool("api").pool("api")).isEmpty();
        assertThat(state.pool("api").orElseThrow().backends()).isEmpty();
    }

    @Test
    void whatWasHandedInCannotChangeItLater() {
        List<Backend> backends = new ArrayList<>(List.of(A));
        Map<String, String> tags = new LinkedHashMap<>(Map.of("zone", "a"));
        Pool pool = Pool.named("default").withBackends(backends);
        Backend tagged = A.withTags(tags);

        backends.clear();
        tags.clear();

        assertThat(pool.backends()).containsExactly(A);
        assertThat(tagged.tags()).containsEntry("zone", "a");
        assertThatThrownBy(() -> tagged.tags().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> pool.retry().methods().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aRecordNamesEverythingThatIsWrongWithIt() {
        InvalidSettings e = catchThrowableOfType(
                InvalidSettings.class,
                () -> new RetryPolicy(0, Set.of("get"), List.of(RetryCause.status(200)), RetryPolicy.DEFAULT.budget()));

        assertThat(e.problems()).extracting(InvalidSettings.Problem::key).containsExactly("attempts", "methods", "on");
        assertThatThrownBy(() -> new RetryPolicy.Budget(101, -1))
                .hasMessage("percent: 101% is out of range, expected a percentage from 0% to 100%;"
                        + " min-per-second: -1 is too small, expected 0 or more");
        assertThat(e).hasMessageStartingWith("attempts: 0 is out of range, expected a number from 1 to 100; methods: ");
    }

    @Test
    void twoBackendsNeverShareAnId() {
        assertThatThrownBy(() -> Pool.named("default").withBackends(List.of(A, A.withWeight(2))))
                .hasMessage("backends: \"10.0.0.1:8080\" appears twice, expected a unique id for each backend");
    }

    @Test
    void aPoolIsFiledUnderItsOwnName() {
        assertThatThrownBy(() -> new DesiredState(Frontend.DEFAULT, Map.of("a", Pool.named("b"))))
                .hasMessage("pools.a: holds a pool named \"b\", expected its own name");
    }
}

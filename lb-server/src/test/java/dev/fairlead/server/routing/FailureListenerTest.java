package dev.fairlead.server.routing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.backend.HealthEvidence;
import dev.fairlead.server.backend.RecentFailures;
import dev.fairlead.server.backend.RunningBackend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which failures are told to health, and which of them count against their backend. */
class FailureListenerTest {
    private final List<String> witnessed = new ArrayList<>();
    private final List<String> counted = new ArrayList<>();
    private TestPool pool;
    private RequestRuns runs;

    @BeforeEach
    void open() throws IOException {
        pool = new TestPool(3, "round_robin");
        runs = pool.runs(RequestLog.NONE, new FailureListener() {
            @Override
            public void witnessed(RunningBackend backend, FailureKind kind, String detail) {
                witnessed.add(backend.id() + " " + kind);
            }

            @Override
            public void counted(RunningBackend backend) {
                counted.add(backend.id());
            }
        });
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void whatAnotherBackendServesCountsAgainstTheOneThatDidNot() {
        RequestRun run = start();
        Attempt first = failed(run, FailureKind.RESET);
        assertThat(counted).isEmpty();

        requireNonNull(run.next()).head(200);

        assertThat(counted).containsExactly(first.backend().id());
        assertThat(first.backend().recentFailures().key(0, 0)).isEqualTo(RecentFailures.UNKNOWN_KEY);
        run.finish(200, 0, 0, EndReason.COMPLETED);
        assertThat(faults()).isEqualTo(Map.of(first.backend().id(), 1L));
    }

    @Test
    void whatFailsWhereverItIsTriedCountsAgainstNobody() {
        RequestRun run = start();
        for (int i = 0; i < 3; i++) {
            failed(run, FailureKind.RESET);
        }
        run.finish(502, 0, 0, EndReason.REFUSED);

        assertThat(witnessed).hasSize(3);
        assertThat(counted).isEmpty();
        assertThat(faults()).isEmpty();
    }

    @Test
    void whatIsTriedOnceCountsWithWhatWasAskedFor() {
        RequestRun run = start();
        Attempt only = failed(run, FailureKind.PER_TRY_TIMEOUT);
        run.finish(504, 0, 0, EndReason.REFUSED);
        RequestRun again = start();
        again.next();
        Attempt other = failed(start(), FailureKind.PER_TRY_TIMEOUT);

        assertThat(counted).containsExactly(only.backend().id());
        assertThat(only.backend().recentFailures().key(0, 0)).isNotEqualTo(RecentFailures.UNKNOWN_KEY);
        assertThat(other.isOpen()).isTrue();
    }

    @Test
    void answerThatBreaksOffCounts() {
        RequestRun run = start();
        Attempt cut = requireNonNull(run.next());
        cut.sent();
        cut.head(200);
        cut.failed(FailureKind.TRUNCATED, "cut");
        run.finish(200, 0, 0, EndReason.CUT_SHORT);

        assertThat(faults()).isEqualTo(Map.of(cut.backend().id(), 1L));
    }

    @ParameterizedTest
    @EnumSource
    void requestThatHasNotLeftSaysNothingButThatNobodyIsThere(FailureKind kind) {
        RequestRun run = start();
        Attempt half = requireNonNull(run.next());
        half.wrote();
        half.failed(kind, "whatever");
        run.finish(502, 0, 0, EndReason.REFUSED);

        assertThat(witnessed.isEmpty())
                .isEqualTo(kind.evidence() != HealthEvidence.UNREACHABLE && kind != FailureKind.TLS);
        assertThat(counted.isEmpty()).isEqualTo(kind != FailureKind.TLS);
    }

    @Test
    void whatWeLackAndWhatClientsDoSaysNothing() {
        FailureKind[] silent = {
            FailureKind.NO_RESOURCES,
            FailureKind.UNRESOLVED,
            FailureKind.AT_CAPACITY,
            FailureKind.CLIENT_GONE,
            FailureKind.IDLE_TIMEOUT,
            FailureKind.CUT,
            FailureKind.CANCELLED
        };
        for (FailureKind kind : silent) {
            RequestRun run = start();
            failed(run, kind);
            requireNonNull(run.next()).head(200);
            run.finish(200, 0, 0, EndReason.COMPLETED);
        }
        assertThat(witnessed).isEmpty();
        assertThat(counted).isEmpty();
    }

    private RequestRun start() {
        return runs.start(TestFacts.of("GET"), 0, true);
    }

    private static Attempt failed(RequestRun run, FailureKind kind) {
        Attempt attempt = requireNonNull(run.next());
        attempt.sent();
        attempt.failed(kind, "it failed");
        return attempt;
    }

    private Map<String, Long> faults() {
        Map<String, Long> faults = new TreeMap<>();
        for (String id : List.of("b1", "b2", "b3")) {
            RecentFailures of = pool.backend(id).recentFailures();
            if (of.count(0) + of.count(1) > 0) {
                faults.put(id, of.count(0) + of.count(1));
            }
        }
        return faults;
    }
}

package dev.fairlead.server.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneCountersTest {

    @Test
    void everyLanesAdditionsAreInTheSum() throws InterruptedException {
        int lanes = 4;
        LaneCounters cells = new LaneCounters(lanes, 2);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < lanes; i++) {
            int lane = i;
            Thread thread = new Thread(() -> {
                for (int n = 0; n < 100_000; n++) {
                    cells.increment(lane, 0);
                    cells.add(lane, 1, 3);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(cells.sum(0)).isEqualTo(400_000);
        assertThat(cells.sum(1)).isEqualTo(1_200_000);
    }

    @Test
    void aDurationFallsIntoTheBucketThatEndsWithIt() {
        LatencyHistogram histogram = new LatencyHistogram(2);
        histogram.record(0, 0);
        histogram.record(0, 100_000);
        histogram.record(1, 100_001);
        histogram.record(1, 4_000_000_000L);
        histogram.record(1, Long.MAX_VALUE / 4);

        LatencyHistogram.Snapshot snapshot = histogram.snapshot();
        assertThat(snapshot.count()).isEqualTo(5);
        assertThat(snapshot.count(0)).isEqualTo(2);
        assertThat(LatencyHistogram.upperNanos(0)).isEqualTo(100_000);
        assertThat(snapshot.count(1)).isEqualTo(1);
        assertThat(LatencyHistogram.upperNanos(1)).isEqualTo(200_000);
        assertThat(snapshot.count(LatencyHistogram.buckets() - 1)).isEqualTo(1);
        assertThat(LatencyHistogram.upperNanos(LatencyHistogram.buckets() - 2)).isEqualTo(100_000_000_000L);
        for (int i = 1; i < LatencyHistogram.buckets(); i++) {
            assertThat(LatencyHistogram.upperNanos(i)).isGreaterThan(LatencyHistogram.upperNanos(i - 1));
        }
    }

    @Test
    void countersTellFailuresApartAndClassifyStatuses() {
        BackendCounters counters = new BackendCounters(1);
        for (FailureKind kind : FailureKind.values()) {
            counters.failed(0, kind);
        }
        counters.failed(0, FailureKind.RESET);
        counters.responded(0, 204, 10);
        counters.responded(0, 599, 10);
        counters.responded(0, 7, 10);
        counters.transferred(0, 5, 9);
        counters.retried(0);

        for (FailureKind kind : FailureKind.values()) {
            assertThat(counters.failures(kind)).isEqualTo(kind == FailureKind.RESET ? 2 : 1);
        }
        assertThat(counters.responses(2)).isEqualTo(1);
        assertThat(counters.responses(5)).isEqualTo(2);
        assertThat(counters.responses(1) + counters.responses(3) + counters.responses(4))
                .isZero();
        assertThat(counters.retries()).isEqualTo(1);
        assertThat(counters.bytesSent()).isEqualTo(5);
        assertThat(counters.bytesReceived()).isEqualTo(9);
        assertThat(counters.latency().snapshot().count()).isEqualTo(3);
    }
}

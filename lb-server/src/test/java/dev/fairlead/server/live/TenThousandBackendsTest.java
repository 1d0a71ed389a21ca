package dev.fairlead.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.fairlead.control.v1.UpdateBackendRequest;
import dev.fairlead.server.TestServer;
import dev.fairlead.server.control.Operator;
import dev.fairlead.server.state.RevisionHistory;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one weight costs where there are ten thousand, from the call to the answer, with a disk that is synced. */
class TenThousandBackendsTest {

    private static final Logger log = LoggerFactory.getLogger(TenThousandBackendsTest.class);
    private static final int BACKENDS = 10_000;
    private static final int CHANGES = 300;

    @TempDir
    private Path folder;

    @Test
    @Tag("stress")
    void aChangeAndWhatIsKeptOfIt() throws Exception {
        try (TestServer server = TestServer.start(file());
                Operator operator = Operator.at(server.control(), TestServer.TOKEN)) {
            changes(operator, new Histogram(3), 2);
            long before = heap();
            Histogram micros = new Histogram(3);
            long cpu = cpu();
            changes(operator, micros, 3);
            long busy = (cpu() - cpu) / CHANGES / 1_000;
            long kept = (heap() - before) / CHANGES;
            log.info(
                    "a change of one of {} backends: processor {} us; median {} us, 99% {} us, longest {} us; a kept revision: {} bytes",
                    BACKENDS,
                    busy,
                    micros.getValueAtPercentile(50),
                    micros.getValueAtPercentile(99),
                    micros.getMaxValue(),
                    kept);
            assertThat(server.get(RevisionHistory.class).current().number()).isEqualTo(1 + 2 * CHANGES);
        }
    }

    private Path file() throws Exception {
        String backends =
                IntStream.range(0, BACKENDS).mapToObj(i -> "\"" + id(i) + "\"").collect(Collectors.joining(", "));
        return Files.writeString(folder.resolve("lb.conf"), """
                lb {
                  listen = "127.0.0.1:0", control.listen = "127.0.0.1:0", admin.listen = "127.0.0.1:0"
                  state.dir = "%s"
                  pools.default { strategy = round_robin, health-check { type = none }, backends = [ %s ] }
                }
                """.formatted(folder.resolve("state"), backends));
    }

    private static void changes(Operator operator, Histogram micros, int weight) {
        for (int i = 0; i < CHANGES; i++) {
            int backend = i * 7919 % BACKENDS;
            UpdateBackendRequest.Builder request = UpdateBackendRequest.newBuilder();
            request.getBackendBuilder().setId(id(backend)).setWeight(weight);
            long began = System.nanoTime();
            operator.backends().updateBackend(request.build());
            micros.recordValue((System.nanoTime() - began) / 1_000);
        }
    }

    private static String id(int backend) {
        return "10.0." + backend / 250 + "." + (1 + backend % 250) + ":80";
    }

    /** Of the whole process, caller and collector included: on a busy machine it says more than the time that passes. */
    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}

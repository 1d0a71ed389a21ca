package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.it.support.Await;
import dev.fairlead.it.support.LbProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who finds a runtime file counts on a server that runs. */
class RuntimeFileIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void aStartThatFailsLeavesNone() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LbProcess lb = start(taken, "listen = \"127.0.0.1:" + taken.getLocalPort() + "\"")) {
            assertThat(lb.process().exit(PATIENCE)).as(lb.said()).isEqualTo(1);
            assertThat(lb.said()).contains("lb.listen", Integer.toString(taken.getLocalPort()));
            assertThat(files(lb)).isEmpty();
        }
    }

    @Test
    void aStartThatIsStoppedLeavesNone() throws IOException {
        // Takes connections and answers no probe, for whose end the start waits.
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                LbProcess lb = start(silent, "")) {
            Await.until("its runtime file is there", PATIENCE, () -> !files(lb).isEmpty(), lb::said);
            lb.process().signal("TERM");
            lb.process().exit(PATIENCE);
            assertThat(files(lb)).isEmpty();
        }
    }

    private static LbProcess start(ServerSocket backend, String settings) {
        String file = LbProcess.configuration(List.of("127.0.0.1:" + backend.getLocalPort()), "");
        return LbProcess.with()
                .file("lb.conf", file + "\nlb { " + settings + " }\n")
                .start();
    }

    private static List<String> files(LbProcess lb) throws IOException {
        Path folder = lb.runtimeFolder();
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}

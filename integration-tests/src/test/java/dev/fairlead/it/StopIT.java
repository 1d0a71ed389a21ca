package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.fairlead.it.support.Await;
import dev.fairlead.it.support.Http;
import dev.fairlead.it.support.LbProcess;
import dev.fairlead.it.support.RawBackend;
import dev.fairlead.it.support.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From start to stop: what the process leaves for others to find, and how it goes. */
class StopIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone";

    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private RawBackend backend;
    private LbProcess lb;

    @BeforeEach
    void start() throws IOException {
        backend = RawBackend.start((conversation, request) -> {
            if (request.target().equals("/held")) {
                awaitLatch(mayAnswer);
            }
            conversation.send(OK);
        });
        lb = LbProcess.over(List.of(backend.address()), "");
        lb.awaitHealthy(1);
    }

    @AfterEach
    void stop() throws IOException {
        mayAnswer.countDown();
        lb.close();
        backend.close();
    }

    @Test
    void runtimeFileTellsWhereItListensToItsOwnerOnly() throws IOException {
        Path file = runtimeFile();
        Config told = ConfigFactory.parseFile(file.toFile());
        assertThat(told.getString("data")).endsWith(":" + lb.data().getPort());
        assertThat(told.getString("admin")).endsWith(":" + lb.admin().getPort());
        assertThat(told.getLong("pid")).isEqualTo(lb.process().pid());
        assertThat(told.getString("token")).hasSizeGreaterThanOrEqualTo(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");

        assertThat(lb.terminate()).isZero();
        assertThat(file).doesNotExist();
    }

    @Test
    void whatRunsIsFinishedAndNobodyNewIsLetIn() throws IOException {
        try (RawClient client = RawClient.connect(lb.data())) {
            client.send(Http.request("GET", "/held", ""));
            Await.until("the backend has it", () -> !backend.requests().isEmpty());
            lb.process().signal("TERM");
            Await.until("nobody new is let in", this::isRefused);
            assertThat(Http.get(lb.admin(), "/readyz").status()).isEqualTo(503);

            mayAnswer.countDown();
            Http.Response answer = client.readResponse("GET");
            assertThat(answer.text()).isEqualTo("done");
            assertThat(answer.header("Connection")).isEqualTo("close");
        }
        assertThat(lb.process().exit(Duration.ofSeconds(10))).isZero();
    }

    @Test
    void secondSignalStopsAtOnce() throws IOException {
        try (RawClient client = RawClient.connect(lb.data())) {
            client.send(Http.request("GET", "/held", ""));
            Await.until("the backend has it", () -> !backend.requests().isEmpty());
            lb.process().signal("TERM");
            Await.until("nobody new is let in", this::isRefused);
            lb.process().signal("TERM");
            assertThat(lb.process().exit(Duration.ofSeconds(5))).isNotZero();
        }
    }

    private boolean isRefused() {
        try {
            RawClient.connect(lb.data()).close();
            return false;
        } catch (IOException refused) {
            return true;
        }
    }

    private Path runtimeFile() throws IOException {
        try (Stream<Path> files = Files.list(lb.runtimeFolder())) {
            List<Path> found = files.toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }

    private static void awaitLatch(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}

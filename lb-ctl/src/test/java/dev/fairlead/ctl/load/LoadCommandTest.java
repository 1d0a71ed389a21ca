package dev.fairlead.ctl.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.fairlead.ctl.Program;
import dev.fairlead.ctl.command.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void startTwoBackendsInOne() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            int number = asked.getAndIncrement();
            exchange.getResponseHeaders().add("X-Backend-Server", number % 4 == 0 ? "b:1" : "a:1");
            exchange.sendResponseHeaders(
                    "/broken".equals(exchange.getRequestURI().getPath()) ? 503 : 200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void showsTheShareOfEachBackend() {
        assertThat(run("load", url("/"), "-n", "40", "-c", "3")).isZero();

        assertThat(asked).hasValue(40);
        assertThat(out.toString())
                .contains("40 requests in ")
                .containsPattern("a:1 +30 +75\\.0%")
                .containsPattern("b:1 +10 +25\\.0%")
                .containsPattern("200 +40")
                .contains("latency: median ");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void errorsOfTheServerFailTheCommand() {
        assertThat(run("load", url("/broken"), "-n", "4")).isEqualTo(1);

        assertThat(out.toString()).containsPattern("503 +4");
    }

    @Test
    void nobodyThereIsSaidInOneSentence() {
        String gone = url("/");
        server.stop(0);

        assertThat(run("load", gone, "-n", "2")).isEqualTo(3);

        assertThat(err.toString()).startsWith("lb-ctl: no answer from " + gone).hasLineCount(1);
    }

    @Test
    void wrongUsageIsRefusedBeforeAnythingIsSent() {
        assertThat(run("load", "localhost:8080")).isEqualTo(2);
        assertThat(run("load", url("/"), "-n", "0")).isEqualTo(2);
        assertThat(run("load", url("/"), "-c", "5000")).isEqualTo(2);

        assertThat(err.toString())
                .contains("\"localhost:8080\" is not a URL")
                .contains("-n is 0, expected 1 to 1000000")
                .contains("-c is 5000, expected 1 to 1000");
        assertThat(asked).hasValue(0);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private int run(String... args) {
        return new Program(Surroundings.ofThisProcess(), new PrintWriter(out, true), new PrintWriter(err, true))
                .run(args);
    }
}

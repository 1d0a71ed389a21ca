package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.fairlead.it.support.Await;
import dev.fairlead.it.support.Http;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive's own programs serve: every library and every built-in strategy is where they look for it. */
class DistributionRunsIT {

    @TempDir
    private Path temp;

    @Test
    void demoServesOutOfTheArchive() throws IOException, InterruptedException {
        Path home = Distribution.unpackInto(Files.createDirectory(temp.resolve("unpacked")));
        Path portsFile = temp.resolve("ports.json");
        Shell shell =
                new Shell(temp).with("FAIRLEAD_RUNTIME_DIR", temp.resolve("run").toString());

        Shell.Running server = shell.start(
                home.resolve("bin/lb-server"), "--demo", "--port", "0", "-a", "p2c", "--ports-file", portsFile);
        try {
            Await.until("it serves", Duration.ofSeconds(30), () -> Files.exists(portsFile), server::err);
            InetSocketAddress data = new InetSocketAddress(
                    "127.0.0.1", ConfigFactory.parseFile(portsFile.toFile()).getInt("data"));
            assertThat(Http.get(data, "/hello").status()).isEqualTo(200);
            assertThat(Http.get(data, "/lb-stats").json().getString("algorithm"))
                    .isEqualTo("P2c");

            Shell.Result load = shell.run(
                    home.resolve("bin/lb-ctl"), "load", "http://127.0.0.1:" + data.getPort() + "/", "-n", "60");
            assertThat(load.exit()).as(load.err()).isZero();
            assertThat(load.out()).contains("60");

            server.process().destroy();
            assertThat(Shell.finish(server).exit()).isZero();
        } finally {
            server.process().destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }
}

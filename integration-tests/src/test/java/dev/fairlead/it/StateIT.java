package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import dev.fairlead.it.support.Child;
import dev.fairlead.it.support.ExampleBackends;
import dev.fairlead.it.support.LbCtl;
import dev.fairlead.it.support.LbProcess;
import dev.fairlead.it.support.LoadLoop;
import dev.fairlead.server.demo.ExampleBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was changed while running is there after a death without a word, and so is what the file says. */
class StateIT {

    private static final String SETTINGS = "strategy = round_robin, health-check { interval = 1s, down-interval = 1s }";

    private List<ExampleBackend> backends;
    private LbProcess lb;

    @BeforeEach
    void start() {
        backends = ExampleBackends.start("a", "b", "c");
        lb = LbProcess.over(addresses(2), SETTINGS);
        lb.awaitHealthy(2);
    }

    @AfterEach
    void stop() {
        lb.close();
        backends.forEach(ExampleBackend::close);
    }

    @Test
    void runTimeChangesSurviveKillNine() throws IOException {
        lb.ctl("add", "backends", address(2), "--id", "c", "--weight", "3", "--tag", "zone=b", "--wait")
                .ok();
        lb.ctl("weight", address(0), "2").ok();
        lb.ctl("drain", address(1)).ok();
        lb.ctl("strategy", "set", "ring_hash", "--option", "key=header:X-User").ok();
        lb.ctl("health", "set", "--interval", "2s", "--timeout", "1s", "--path", "/health")
                .ok();
        String before = running();
        List<String> history = history();

        lb.kill().again().ready();
        assertThat(running()).isEqualTo(before);
        assertThat(history()).isEqualTo(history);
        assertThat(lb.said()).containsPattern("state: [0-9]+ run-time changes restored from .*data \\(revision 6\\)");

        lb.ctl("config", "rollback", "2").ok();
        assertThat(weights()).isEqualTo(Map.of(address(0), 1, address(1), 1, "c", 3));
        lb.kill().again().ready();
        assertThat(weights()).isEqualTo(Map.of(address(0), 1, address(1), 1, "c", 3));
    }

    @Test
    void aFileThatWasEditedWhileTheServerWasDownMeetsWhatWasChangedAtRunTime() {
        lb.ctl("weight", address(0), "7").ok();
        lb.ctl("weight", address(1), "7").ok();
        lb.kill();
        lb.rewrite(LbProcess.configuration(List.of(address(0), address(2)), SETTINGS));
        lb.again().ready();
        assertThat(weights()).isEqualTo(Map.of(address(0), 7, address(2), 1));
        assertThat(history()).hasSize(4);

        lb.kill().again().ready();
        assertThat(history()).hasSize(4);
    }

    @Test
    void aFileThatDoesNotGoWithTheRunTimeStateDoesNotKeepTheServerFromStarting() throws IOException {
        lb.ctl("weight", address(0), "7").ok();
        Path pages = Files.writeString(lb.directory().resolve("pages.conf"), "lb.monitoring.health-path = /up");
        lb.ctl("config", "apply", pages.toString()).ok();
        lb.kill();
        lb.rewrite(LbProcess.configuration(addresses(2), SETTINGS) + "\nlb.monitoring.stats-path = /up\n");

        lb.again().ready();

        assertThat(weights()).isEqualTo(Map.of(address(0), 7, address(1), 1));
        assertThat(lb.said())
                .contains("the file is NOT applied")
                .contains("changed at run time: monitoring.health-path /lb-health -> /up");

        Files.writeString(pages, "lb.monitoring.health-path = /lb-health");
        lb.ctl("config", "apply", pages.toString()).ok();
        lb.ctl("config", "reload").ok();
        assertThat(running()).contains("stats-path = /up");
        assertThat(weights()).isEqualTo(Map.of(address(0), 7, address(1), 1));
    }

    @Test
    void freshPutsRunTimeChangesAside() {
        lb.ctl("weight", address(0), "7").ok();
        lb.kill().again("--fresh").ready();
        assertThat(weights()).isEqualTo(Map.of(address(0), 1, address(1), 1));
        lb.kill().again().ready();
        assertThat(weights()).isEqualTo(Map.of(address(0), 1, address(1), 1));
    }

    @Test
    void aSecondServerDoesNotTouchTheState() {
        Child second = Child.run(
                lb.directory(),
                "--config",
                "lb.conf",
                "--ports-file",
                lb.directory().resolve("second.json").toString());
        assertThat(second.exit(Duration.ofSeconds(20))).as(second.said()).isEqualTo(1);
        assertThat(second.err())
                .anySatisfy(line -> assertThat(line)
                        .contains("lb.state.dir")
                        .contains("data")
                        .contains(String.valueOf(lb.process().pid())));
        assertThat(lb.process().alive()).isTrue();
    }

    @Test
    void whatIsNotReadableIsSaidAndNothingStarts() throws IOException {
        lb.ctl("weight", address(0), "7").ok();
        lb.kill();
        Path newest = journals(lb.directory().resolve("data")).stream()
                .max((one, other) -> one.getFileName().compareTo(other.getFileName()))
                .orElseThrow();
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length / 3] ^= 0x55;
        Files.write(newest, bytes);
        lb.again();
        assertThat(lb.process().exit(Duration.ofSeconds(20))).as(lb.said()).isEqualTo(1);
        assertThat(lb.said())
                .contains("lb.state.dir")
                .contains(newest.getFileName().toString())
                .contains("--fresh");

        lb.again("--fresh").ready();
        assertThat(weights()).isEqualTo(Map.of(address(0), 1, address(1), 1));
    }

    @Test
    void everyChangeIsMadeUnderLoadWithoutAFailedRequest() throws IOException {
        try (LoadLoop load = LoadLoop.gets(lb.data(), "/", 8, 300)) {
            load.awaitMore(200, 300);
            lb.ctl("add", "backends", address(2), "--id", "c", "--weight", "3", "--wait")
                    .ok();
            lb.ctl("weight", "c", "1").ok();
            lb.ctl("strategy", "set", "p2c").ok();
            lb.ctl("health", "set", "--interval", "2s", "--timeout", "1s").ok();
            lb.ctl("drain", address(0), "--wait").ok();
            String drained = running();
            assertThat(differencesToFile()).isNotEmpty();
            lb.ctl("remove", "backend", address(0)).ok();
            lb.ctl("config", "rollback", "1").ok();
            assertThat(differencesToFile()).isEmpty();
            apply(drained);
            assertThat(running()).isEqualTo(drained);
            apply(drained);
            assertThat(history())
                    .as("an export of what is wanted changes nothing")
                    .hasSize(9);
            lb.ctl("config", "rollback", "1").ok();
            load.awaitMore(200, 300);
            load.stop();
            assertThat(load.failures()).as(load + "\n" + lb.said()).isEmpty();
            assertThat(load.statuses()).as(lb.said()).containsOnlyKeys(200);
        }
        assertThat(weights()).isEqualTo(Map.of(address(0), 1, address(1), 1));
    }

    private String address(int backend) {
        return backends.get(backend).address();
    }

    private List<String> addresses(int count) {
        return backends.stream().limit(count).map(ExampleBackend::address).toList();
    }

    private String running() {
        return lb.ctl("config", "export").ok().out();
    }

    private List<String> differencesToFile() {
        LbCtl compared = lb.ctl("config", "diff");
        assertThat(compared.exit())
                .as(compared.toString())
                .isEqualTo(compared.out().isEmpty() ? 0 : 1);
        return compared.lines();
    }

    private void apply(String exported) throws IOException {
        Path file = Files.writeString(lb.directory().resolve("exported.conf"), exported);
        lb.ctl("config", "apply", "--replace", file.toString()).ok();
        LbCtl compared = lb.ctl("config", "diff", "--replace", file.toString());
        assertThat(compared.exit()).as(compared.toString()).isZero();
    }

    private List<String> history() {
        return lb.ctl("config", "history", "-o", "json").ok().json().getConfigList("revisions").stream()
                .map(revision -> revision.getInt("revision") + " " + revision.getString("author") + " "
                        + revision.getString("time") + " " + revision.getString("message"))
                .toList();
    }

    private Map<String, Integer> weights() {
        LbCtl listed = lb.ctl("backends", "list", "-o", "json").ok();
        return listed.json().getConfigList("backends").stream()
                .collect(Collectors.toMap(backend -> backend.getString("id"), StateIT::weight));
    }

    private static int weight(Config backend) {
        return backend.getInt("weight");
    }

    private static List<Path> journals(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().contains("journal"))
                    .toList();
        }
    }
}

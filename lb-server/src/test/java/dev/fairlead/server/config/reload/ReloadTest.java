package dev.fairlead.server.config.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.config.ConfigProblem;
import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.config.StrategyCheck;
import dev.fairlead.server.config.Surroundings;
import dev.fairlead.server.config.read.ConfigParser;
import dev.fairlead.server.config.read.Overrides;
import dev.fairlead.server.desired.DesiredState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {

    @TempDir
    private Path folder;

    private final BlockingQueue<DesiredState> reloaded = new ArrayBlockingQueue<>(10);
    private @Nullable String refusal;

    private Reload.Accepted take(DesiredState desired, String cause) throws ReloadRefusedException {
        if (refusal != null) {
            throw new ReloadRefusedException(refusal);
        }
        reloaded.add(desired);
        return new Reload.Accepted(cause);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private ConfigFile file(Overrides overrides) {
        ConfigParser parser = new ConfigParser(new Surroundings(folder, null, Map.of()), boot -> StrategyCheck.NONE);
        return new ConfigFile(folder.resolve("x.conf"), overrides, parser);
    }

    private Reloader reloader(ConfigFile file) throws InvalidConfigException {
        return new Reloader(file, file.read().boot(), this::take);
    }

    private static int port(@Nullable DesiredState state) {
        return state == null ? -1 : state.frontend().listen().port();
    }

    @Test
    void aGoodFileIsHandedOver() throws Exception {
        write("x.conf", "lb.listen = \":80\"");
        Reloader reloader = reloader(file(Overrides.NONE));

        write("x.conf", "lb.listen = \":81\"");

        assertThat(reloader.reload("SIGHUP")).isEqualTo(new Reload.Accepted("SIGHUP"));
        assertThat(port(reloaded.poll())).isEqualTo(81);
        assertThat(reloader.accepted()).isEqualTo(1);
    }

    @Test
    void flagsLieOverEveryReading() throws Exception {
        write("x.conf", "lb.listen = \":80\"");
        Overrides port = new Overrides(7000, List.of(), null, null, null, null, null);
        Reloader reloader = reloader(file(port));

        write("x.conf", "lb.listen = \"127.0.0.1:81\"");
        reloader.reload("SIGHUP");

        assertThat(reloaded.remove().frontend().listen()).hasToString("127.0.0.1:7000");
    }

    @Test
    void aBadFileChangesNothing() throws Exception {
        Path file = write("x.conf", "");
        Reloader reloader = reloader(file(Overrides.NONE));

        write("x.conf", "lb.listen = nowhere\nlb.io-threads = -1");
        Reload result = reloader.reload("SIGHUP");

        assertThat(((Reload.Refused) result).problems())
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        file + ":1: lb.listen: \"nowhere\" has no port, expected host:port such as nowhere:8080",
                        file + ":2: lb.io-threads: -1 is out of range, expected a number from 0 to 1024");
        assertThat(reloaded).isEmpty();
        assertThat(reloader.refused()).isEqualTo(1);
    }

    @Test
    void whatOnlyARestartCanChangeIsRefusedByName() throws Exception {
        Path file = write("x.conf", "");
        Reloader reloader = reloader(file(Overrides.NONE));

        write("x.conf", "lb { listen = \":81\", io-threads = 3, admin.listen = \"127.0.0.1:1\" }");
        Reload result = reloader.reload("SIGHUP");

        assertThat(((Reload.Refused) result).problems())
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        file + ": lb.io-threads: has changed, expected its value at the start; restart the server to"
                                + " change it",
                        file + ": lb.admin.listen: has changed, expected its value at the start; restart the server to"
                                + " change it");
        assertThat(reloaded).isEmpty();
    }

    @Test
    void aRefusalOfTheRunningStateIsPassedOn() throws Exception {
        Path file = write("x.conf", "");
        Reloader reloader = reloader(file(Overrides.NONE));
        refusal = "the disk is full";

        assertThat(reloader.reload("SIGHUP"))
                .isEqualTo(new Reload.Refused(List.of(new ConfigProblem(file.toString(), refusal))));
    }

    @Test
    void theWatcherWaitsUntilAChangeHasSettled() throws Exception {
        write("x.conf", "lb.listen = \":80\"");
        ConfigFile file = file(Overrides.NONE);
        ConfigWatcher watcher = new ConfigWatcher(file, reloader(file));

        watcher.look();
        watcher.look();
        assertThat(reloaded).isEmpty();

        write("x.conf", "lb.listen = \":81\"");
        watcher.look();
        write("x.conf", "lb.listen = \":82\"");
        watcher.look();
        assertThat(reloaded).isEmpty();

        watcher.look();
        watcher.look();
        watcher.look();
        assertThat(reloaded).hasSize(1);
        assertThat(port(reloaded.poll())).isEqualTo(82);
    }

    @Test
    void aBadFileIsTriedOnceUntilItChangesAgain() throws Exception {
        write("x.conf", "");
        ConfigFile file = file(Overrides.NONE);
        Reloader reloader = reloader(file);
        ConfigWatcher watcher = new ConfigWatcher(file, reloader);

        write("x.conf", "lb {");
        for (int i = 0; i < 5; i++) {
            watcher.look();
        }
        assertThat(reloader.refused()).isEqualTo(1);

        write("x.conf", "lb {}");
        watcher.look();
        watcher.look();
        assertThat(reloader.accepted()).isEqualTo(1);
    }

    /** A caller is refused for his own terms, or is told again what he was told before: neither is about the file. */
    @Test
    void whatACallerDidNotGetAppliedIsStillNewsToTheWatcher() throws Exception {
        write("x.conf", "lb.listen = \":80\"");
        ConfigFile file = file(Overrides.NONE);
        Reloader reloader = reloader(file);
        ConfigWatcher watcher = new ConfigWatcher(file, reloader);
        write("x.conf", "lb.listen = \":81\"");

        reloader.reload("call", (desired, cause) -> {
            throw new ReloadRefusedException("the current revision is 2, not 1");
        });
        reloader.reload("call", (desired, cause) -> new Reload.Accepted("revision 2", true));
        watcher.look();
        watcher.look();
        assertThat(port(reloaded.poll())).isEqualTo(81);

        write("x.conf", "lb.listen = \":82\"");
        reloader.reload("call", this::take);
        assertThat(port(reloaded.poll())).isEqualTo(82);
        watcher.look();
        watcher.look();
        assertThat(reloaded).as("what was applied is no news").isEmpty();
    }

    @Test
    void anIncludedFileIsWatchedEvenIfItWasWrongOrMissing() throws Exception {
        write("x.conf", "include \"more.conf\"");
        write("more.conf", "lb.listen = \":80\"");
        ConfigFile file = file(Overrides.NONE);
        Reloader reloader = reloader(file);
        ConfigWatcher watcher = new ConfigWatcher(file, reloader);

        Files.delete(folder.resolve("more.conf"));
        watcher.look();
        watcher.look();
        assertThat(reloader.refused()).isEqualTo(1);

        write("more.conf", "lb.listen = \":81\"");
        watcher.look();
        watcher.look();
        assertThat(port(reloaded.poll())).isEqualTo(81);
    }

    @Test
    void aFileThatIsRenamedIntoPlaceIsNoticedOnItsThread() throws Exception {
        Path path = write("x.conf", "lb.listen = \":80\"");
        ConfigFile file = file(Overrides.NONE);
        Reloader reloader = reloader(file);
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        try {
            new ConfigWatcher(file, reloader).start(thread, Duration.ofMillis(5));

            Path next = write("x.conf.new", "lb.listen = \":81\"");
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);

            assertThat(port(reloaded.poll(20, TimeUnit.SECONDS))).isEqualTo(81);
        } finally {
            thread.shutdownNow();
        }
    }
}

package dev.fairlead.spi.testkit.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kit as a load balancer runs it: a process of its own with whatever lies on the class path. */
class KitProcessTest {

    @TempDir
    Path folder;

    @Test
    void oneThatCannotBeLoadedDoesNotHideItsNeighbour() throws Exception {
        Ran ran = verify("my.Absent", Unlicensed.class.getName(), Chatty.class.getName());

        assertThat(ran.lines.get(0)).contains("\"check\":\"created\"", "\"broken\"", "Provider my.Absent not found");
        assertThat(ran.lines.get(1))
                .contains(Unlicensed.class.getName(), "threw java.lang.IllegalStateException: no licence");
        assertThat(ran.lines.get(2)).contains("\"strategy\":\"chatty\"", "\"check\":\"created\"", "\"kept\"");
        assertThat(ran.lines).last().isEqualTo("{\"done\":true,\"strategies\":3,\"broken\":2}");
        assertThat(ran.code).isEqualTo(1);
    }

    @Test
    void whatAStrategyPrintsOrLeavesRunningIsNoHarm() throws Exception {
        Ran ran = verify(Chatty.class.getName());

        assertThat(ran.lines).hasSizeGreaterThan(10).allMatch(line -> line.startsWith("{\""));
        assertThat(ran.lines).last().isEqualTo("{\"done\":true,\"strategies\":1,\"broken\":0}");
        assertThat(ran.code).isZero();
    }

    @Test
    void oneThatEndsTheProcessLeavesNoLastLine() throws Exception {
        Ran ran = verify(Leaver.class.getName());

        assertThat(ran.lines).noneMatch(line -> line.contains("\"done\""));
    }

    private record Ran(int code, List<String> lines) {}

    private Ran verify(String... providers) throws IOException, InterruptedException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.write(services.resolve(StrategyProvider.class.getName()), List.of(providers));
        String classPath = Stream.concat(
                        Stream.of(folder),
                        Stream.of(Kit.class, KitProcessTest.class, StrategyProvider.class, NullMarked.class)
                                .map(KitProcessTest::home))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        Kit.class.getName(),
                        "verify",
                        "--json")
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Ran(process.exitValue(), lines);
    }

    private static Path home(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("where is " + type, e);
        }
    }

    public static final class Unlicensed implements StrategyProvider {
        public Unlicensed() {
            throw new IllegalStateException("no licence");
        }

        @Override
        public String name() {
            return "unlicensed";
        }

        @Override
        public Strategy create(StrategyContext context) {
            throw new UnsupportedOperationException();
        }
    }

    /** Sound, but for what it prints and for a thread that it leaves. */
    public static final class Chatty implements StrategyProvider {
        @Override
        public String name() {
            return "chatty";
        }

        @Override
        public Strategy create(StrategyContext context) {
            say("hello");
            new Thread(() -> {
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            say("who wakes me");
                        }
                    })
                    .start();
            return pool -> request -> {
                int first = context.random().nextInt((int) total(pool));
                int index = 0;
                for (int weight = pool.endpoint(0).weight();
                        weight <= first;
                        weight += pool.endpoint(index).weight()) {
                    index++;
                }
                for (int i = 0; i < pool.size() && request.tried(pool.endpoint(index)); i++) {
                    index = (index + 1) % pool.size();
                }
                return pool.endpoint(index);
            };
        }

        private static long total(EndpointPool pool) {
            long total = 0;
            for (int i = 0; i < pool.size(); i++) {
                total += pool.endpoint(i).weight();
            }
            return total;
        }

        /** By {@code System.out}, which our own code may not name. */
        private static void say(String words) {
            try {
                Field out = System.class.getField("out");
                ((PrintStream) out.get(null)).println(words);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("there is no System.out", e);
            }
        }
    }

    public static final class Leaver implements StrategyProvider {
        @Override
        public String name() {
            return "leaver";
        }

        @Override
        public Strategy create(StrategyContext context) {
            return pool -> request -> {
                System.exit(0);
                return pool.endpoint(0);
            };
        }
    }
}

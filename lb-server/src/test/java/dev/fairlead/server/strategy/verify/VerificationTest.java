package dev.fairlead.server.strategy.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.strategy.jar.JarBytes;
import dev.fairlead.server.strategy.jar.PluginArchive;
import dev.fairlead.server.strategy.jar.TestJar;
import dev.fairlead.spi.StrategyProvider;
import dev.fairlead.spi.testkit.run.Kit;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The real kit, in a real process. */
class VerificationTest {
    private static final List<Path> KIT = Stream.of(Kit.class, StrategyProvider.class)
            .map(type -> Path.of(URI.create(
                    type.getProtectionDomain().getCodeSource().getLocation().toString())))
            .toList();

    private Verification verification = new Verification(KIT, Duration.ofMinutes(5));

    @AfterEach
    void close() {
        verification.close();
    }

    @Test
    void aStrategyThatKeepsTheContractPasses() throws Exception {
        VerificationReport report = verify(TestJar.strategy("turns")
                .attribute("Fairlead-Share", "equal 10%")
                .with("acme.Acme", """
                package acme;
                import dev.fairlead.spi.*;
                import java.util.concurrent.atomic.AtomicInteger;
                public class Acme implements StrategyProvider {
                    @Override public String name() { return "turns"; }
                    @Override public Strategy create(StrategyContext context) {
                        AtomicInteger cursor = new AtomicInteger(context.random().nextInt());
                        return pool -> request -> {
                            for (int i = 0; i < pool.size(); i++) {
                                Endpoint next = pool.endpoint(Math.floorMod(cursor.getAndIncrement(), pool.size()));
                                if (!request.tried(next)) {
                                    return next;
                                }
                            }
                            return pool.endpoint(0);
                        };
                    }
                }
                """));
        assertThat(report.complaint()).isEmpty();
        assertThat(report.passed()).isTrue();
        assertThat(report.checks())
                .hasSizeGreaterThan(10)
                .allSatisfy(check -> assertThat(check.strategy()).isEqualTo("turns"));
    }

    @Test
    void eachBrokenPromiseIsTold() throws Exception {
        VerificationReport report = verify(TestJar.selecting(
                "allocates",
                "new String(\"x\").isEmpty(); byte[] b = new byte[64];"
                        + " calls += b.length; if (calls < 0) { return null; }"));
        assertThat(report.passed()).isFalse();
        assertThat(report.complaint()).startsWith("strategy allocates: ").contains(" more)");
        assertThat(report.checks())
                .anySatisfy(check -> assertThat(check.passed()).isTrue());
    }

    @Test
    void oneThatEndsTheProcessEndsItsOwnAndIsTold() throws Exception {
        VerificationReport report = verify(TestJar.strategy("exits", "", """
                try {
                    Class.forName("java.lang.System").getMethod("exit", int.class).invoke(null, 7);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
                """, ""));
        assertThat(report.passed()).isFalse();
        assertThat(report.complaint()).startsWith("the run completes: its process ended with exit code 7");
    }

    @Test
    void oneThatHangsIsEndedWhenItsTimeIsUp() throws Exception {
        verification.close();
        verification = new Verification(KIT, Duration.ofSeconds(2));
        VerificationReport report = verify(TestJar.strategy("hangs", "while (true) { Thread.onSpinWait(); }", "", ""));
        assertThat(report.complaint()).isEqualTo("the run completes: it took longer than 2 s");
    }

    @Test
    void oneThatFillsTheMemoryFillsItsOwn() throws Exception {
        VerificationReport report = verify(TestJar.strategy("eats", "", "", """
                java.util.List<byte[]> all = new java.util.ArrayList<>();
                while (all.size() < 1_000_000) { all.add(new byte[1 << 20]); }
                """));
        assertThat(report.passed()).isFalse();
    }

    @Test
    void whatAStrategyPrintsIsNotTakenForAFinding() throws Exception {
        VerificationReport report =
                verify(TestJar.strategy("prints", "System.out.println(\"{\\\"done\\\":true}\");", "", ""));
        assertThat(report.checks())
                .extracting(VerificationReport.Check::strategy)
                .contains("prints");
    }

    @Test
    void withoutTheKitItSaysWhereItShouldBe() throws Exception {
        verification.close();
        verification = new Verification(List.of(Path.of("/nowhere/kit.jar")), Duration.ofSeconds(2));
        assertThat(verify(TestJar.strategy("acme")).complaint())
                .isEqualTo("it can be loaded: the test kit is missing, expected it at /nowhere/kit.jar");
    }

    private VerificationReport verify(TestJar jar) throws Exception {
        return verification
                .run(PluginArchive.of(List.of(new JarBytes("acme.jar", jar.bytes()))))
                .join();
    }
}

package dev.fairlead.server.control;

import static dev.fairlead.server.control.Operator.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.fairlead.control.v1.ApplyFileRequest;
import dev.fairlead.control.v1.ConfigFile;
import dev.fairlead.control.v1.GetConfigRequest;
import dev.fairlead.control.v1.GetConfigResponse;
import dev.fairlead.server.ClientLoad;
import dev.fairlead.server.control.auth.Role;
import dev.fairlead.server.control.auth.Roles;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A caller who may only look, and one who may nothing, call everything with whatever comes to their minds, while clients are
 * served.
 */
class HostileCallersTest {

    private static final Logger log = LoggerFactory.getLogger(HostileCallersTest.class);
    private static final int REQUESTS_PER_SECOND = 500;
    private static final long MORE_MEMORY = 48 << 20;

    @TempDir
    private Path folder;

    private final AtomicLong attempts = new AtomicLong();

    @Test
    void whatIsRefusedBeforeItHasComeKeepsNoRoomOfItsConnection() throws Exception {
        writeTokens();
        try (ControlRig rig = ControlRig.start(folder, 2, "control.auth.tokens-file = tokens")) {
            ApplyFileRequest large = ApplyFileRequest.newBuilder()
                    .setFile(ConfigFile.newBuilder().setContent(ByteString.copyFrom(new byte[1 << 20])))
                    .build();
            Operator eve = rig.operator("eve");
            for (int i = 0; i < 100; i++) {
                refused(() -> eve.config()
                                .withDeadlineAfter(20, TimeUnit.SECONDS)
                                .applyFile(large))
                        .is(Status.Code.PERMISSION_DENIED);
            }
            assertThat(eve.config()
                            .withDeadlineAfter(20, TimeUnit.SECONDS)
                            .getConfig(GetConfigRequest.getDefaultInstance())
                            .getRevision())
                    .isPositive();
        }
    }

    @Test
    void changeNothingAndHurtNobody() throws Exception {
        callFor(2);
    }

    @Test
    @Tag("stress")
    void changeNothingAndHurtNobodyForFiveMinutes() throws Exception {
        callFor(Integer.getInteger("fairlead.hostile.seconds", 300));
    }

    private void writeTokens() throws Exception {
        Files.writeString(
                folder.resolve("tokens"),
                "eve read sha256:"
                        + HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest("eve".getBytes(UTF_8)))
                        + "\n");
    }

    private void callFor(int seconds) throws Exception {
        writeTokens();
        ExecutorService callers = Executors.newCachedThreadPool();
        try (ControlRig rig = ControlRig.start(folder, 2, "control.auth.tokens-file = tokens");
                CapturedLog audit = CapturedLog.of("fairlead.audit")) {
            String before = state(rig);
            for (MethodDescriptor<?, ?> method : HostileCalls.METHODS) {
                call(rig.operator("eve"), Role.READ, method, 1); // each at least once
            }
            long memory = usedAfterCollection();
            ClientLoad clients = new ClientLoad(rig.server().data(), 20, REQUESTS_PER_SECOND);
            List<Callable<Long>> tasks = new ArrayList<>();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            for (int i = 0; i < 4; i++) {
                int seed = i;
                tasks.add(() -> callUntil(end, rig.operator(seed < 3 ? "eve" : ""), seed < 3 ? Role.READ : null, seed));
            }
            long calls = 0;
            for (Future<Long> caller : callers.invokeAll(tasks)) {
                calls += caller.get();
            }
            clients.stop();

            assertThat(state(rig)).isEqualTo(before);
            assertThat(clients.answers()).isPositive();
            assertThat(clients.failures()).hasSizeLessThanOrEqualTo((int) (clients.answers() / 10_000));
            Await.until("every attempt to write is audited", () -> audited(audit) == attempts.get());
            long after = usedAfterCollection();
            log.info(
                    "{} s: {} hostile calls, {} attempts to write audited, {} requests served, {} failed, heap {} -> {} KiB",
                    seconds,
                    calls,
                    attempts,
                    clients.answers(),
                    clients.failures().size(),
                    memory >> 10,
                    after >> 10);
            assertThat(after).isLessThan(memory + MORE_MEMORY + audited(audit) * 2_000);
        } finally {
            callers.shutdownNow();
        }
    }

    private long callUntil(long end, Operator by, @Nullable Role role, long seed) {
        long calls = 0;
        while (System.nanoTime() - end < 0) {
            for (MethodDescriptor<?, ?> method : HostileCalls.METHODS) {
                call(by, role, method, seed + 31 * calls++);
            }
        }
        return calls;
    }

    /** @param role null for nobody's */
    private void call(Operator by, @Nullable Role role, MethodDescriptor<?, ?> method, long seed) {
        Status status = new HostileCalls(by.channel(), new SplittableRandom(seed)).call(method);
        if (role == null) {
            // the connection of who shows no token is closed now and then, with what is being asked on it
            assertThat(status.getCode())
                    .as(method.getFullMethodName())
                    .isIn(Status.Code.UNAUTHENTICATED, Status.Code.UNAVAILABLE, Status.Code.UNKNOWN);
        } else if (Roles.of(method) == Role.WRITE) {
            attempts.incrementAndGet();
            assertThat(status.getCode()).as(method.getFullMethodName()).isEqualTo(Status.Code.PERMISSION_DENIED);
        } else if (method.getFullMethodName().startsWith("fairlead.")) {
            assertThat(status.getCode())
                    .as("%s: %s", method.getFullMethodName(), status)
                    .isNotIn(Status.Code.INTERNAL, Status.Code.DEADLINE_EXCEEDED);
        }
    }

    private static long audited(CapturedLog audit) {
        return audit.lines().stream()
                .filter(line -> line.startsWith("by=eve role=read") && line.contains("result=permission_denied"))
                .count();
    }

    private static String state(ControlRig rig) {
        GetConfigResponse state = rig.operator().config().getConfig(GetConfigRequest.getDefaultInstance());
        return state.getRevision() + "\n" + state.getHocon();
    }

    private static long usedAfterCollection() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}

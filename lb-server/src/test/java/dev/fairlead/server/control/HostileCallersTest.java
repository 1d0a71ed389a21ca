package dev.fairlead.server.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.control.v1.GetConfigRequest;
import dev.fairlead.control.v1.GetConfigResponse;
import dev.fairlead.server.control.auth.Role;
import dev.fairlead.server.control.auth.Roles;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
import java.util.concurrent.ScheduledExecutorService;
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
@SuppressWarnings("FutureReturnValueIgnored") // each request counts how it ended
class HostileCallersTest {

    private static final Logger log = LoggerFactory.getLogger(HostileCallersTest.class);
    private static final int REQUESTS_PER_SECOND = 500;
    private static final long MORE_MEMORY = 48 << 20;

    @TempDir
    private Path folder;

    private final AtomicLong served = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong attempts = new AtomicLong();
    private final AtomicLong inFlight = new AtomicLong();

    @Test
    void changeNothingAndHurtNobody() throws Exception {
        callFor(2);
    }

    @Test
    @Tag("stress")
    void changeNothingAndHurtNobodyForFiveMinutes() throws Exception {
        callFor(Integer.getInteger("fairlead.hostile.seconds", 300));
    }

    private void callFor(int seconds) throws Exception {
        Files.writeString(
                folder.resolve("tokens"),
                "eve read sha256:"
                        + HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest("eve".getBytes(UTF_8)))
                        + "\n");
        ScheduledExecutorService clients = Executors.newScheduledThreadPool(2);
        ExecutorService callers = Executors.newCachedThreadPool();
        try (ControlRig rig = ControlRig.start(folder, 2, "control.auth.tokens-file = tokens");
                CapturedLog audit = CapturedLog.of("fairlead.audit")) {
            String before = state(rig);
            HttpClient http = HttpClient.newBuilder().executor(callers).build();
            for (MethodDescriptor<?, ?> method : HostileCalls.METHODS) {
                call(rig.operator("eve"), Role.READ, method, 1); // each at least once
            }
            long memory = usedAfterCollection();
            clients.scheduleAtFixedRate(
                    () -> request(rig, http), 0, 1_000_000 / REQUESTS_PER_SECOND, TimeUnit.MICROSECONDS);
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
            clients.shutdown();
            assertThat(clients.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            Await.until("all clients are answered", () -> inFlight.get() == 0);

            assertThat(state(rig)).isEqualTo(before);
            assertThat(served.get()).isPositive();
            assertThat(failed.get()).as("failed of %s", served).isLessThanOrEqualTo(served.get() / 10_000);
            Await.until("every attempt to write is audited", () -> audited(audit) == attempts.get());
            long after = usedAfterCollection();
            log.info(
                    "{} s: {} hostile calls, {} attempts to write audited, {} requests served, {} failed, heap {} -> {} KiB",
                    seconds,
                    calls,
                    attempts,
                    served,
                    failed,
                    memory >> 10,
                    after >> 10);
            assertThat(after).isLessThan(memory + MORE_MEMORY + audited(audit) * 2_000);
        } finally {
            clients.shutdownNow();
            callers.shutdownNow();
        }
    }

    private void request(ControlRig rig, HttpClient http) {
        inFlight.incrementAndGet();
        http.sendAsync(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                        + rig.server().data().getPort() + "/x"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .whenComplete((answer, failure) -> {
                    (failure == null && answer.statusCode() == 200 ? served : failed).incrementAndGet();
                    inFlight.decrementAndGet();
                });
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
            assertThat(status.getCode()).as(method.getFullMethodName()).isEqualTo(Status.Code.UNAUTHENTICATED);
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

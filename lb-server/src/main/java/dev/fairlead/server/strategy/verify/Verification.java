package dev.fairlead.server.strategy.verify;

import dev.fairlead.server.strategy.jar.JarBytes;
import dev.fairlead.server.strategy.jar.PluginArchive;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the test kit against a plug-in in a separate JVM, with a small heap and a time limit, so that whatever the
 * plug-in does there has no effect here. One at a time, because a run keeps a processor busy. The kit and the plug-in
 * share that JVM and its output, and a secret between the kit and us would not be safe from code in the same JVM. So a
 * hostile plug-in can forge the kit's output: verification finds mistakes, not malice.
 */
public final class Verification implements AutoCloseable {

    /** A strategy passes in seconds; this is for a jar with many of them on a machine that has other things to do. */
    public static final Duration LIMIT = Duration.ofMinutes(2);

    private static final String KIT = "dev.fairlead.spi.testkit.run.Kit";

    /** No check of a strategy that works takes a second. */
    private static final String SECONDS_PER_CHECK = "20";

    private static final int LONGEST_LINE = 4_000;

    private final List<Path> kit;
    private final Duration limit;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread created = new Thread(task, "fairlead-verify");
        created.setDaemon(true);
        return created;
    });

    /** What is being tried now. */
    private volatile @Nullable Process current;

    /** @param kit where the test kit and the interfaces are, as in a class path */
    public Verification(List<Path> kit, Duration limit) {
        this.kit = List.copyOf(kit);
        this.limit = limit;
    }

    /** Never fails: what goes wrong with the trial itself is a check that is not passed. */
    public CompletableFuture<VerificationReport> run(PluginArchive archive) {
        return CompletableFuture.supplyAsync(() -> tryOut(archive), thread);
    }

    private VerificationReport tryOut(PluginArchive archive) {
        List<Path> missing = kit.stream().filter(path -> !Files.exists(path)).toList();
        if (!missing.isEmpty()) {
            return VerificationReport.unusable("the test kit is missing, expected it at " + missing.get(0));
        }
        try {
            Path folder = Files.createTempDirectory("fairlead-verify-");
            try {
                return tryOut(archive, folder);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            return VerificationReport.unusable("the verification could not run: " + e);
        }
    }

    private VerificationReport tryOut(PluginArchive archive, Path folder) throws IOException {
        List<Path> classPath = new ArrayList<>(kit);
        for (JarBytes jar : archive.jars()) {
            // by number: a stranger's name is no path of ours, and may not end up in a class path
            Path copy = folder.resolve(classPath.size() + ".jar");
            jar.writeTo(copy);
            classPath.add(copy);
        }
        Process process = command(classPath, archive.promise(), folder).start();
        current = process;
        AtomicBoolean late = new AtomicBoolean();
        process.onExit().orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS).exceptionally(timeout -> {
            late.set(true);
            end(process);
            return process;
        });
        TestKitOutput findings = new TestKitOutput();
        try (Reader words =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = line(words);
            while (!line.isEmpty() && findings.take(line.strip())) {
                line = line(words); // until it ends, or says more than anybody would read
            }
        } finally {
            end(process);
        }
        int exitCode = exitCode(process);
        return findings.verdict(
                late.get()
                        ? "it took longer than " + limit.toSeconds() + " s"
                        : "its process ended with exit code " + exitCode);
    }

    /** With its end; empty at the end of all. A line that does not end is cut: who writes it may be out for our memory. */
    private static String line(Reader words) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = 0;
        while (next != '\n' && line.length() < LONGEST_LINE && (next = words.read()) >= 0) {
            line.append((char) next);
        }
        return line.toString();
    }

    private static ProcessBuilder command(List<Path> classPath, List<String> promise, Path folder) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                KIT,
                "verify",
                "--json",
                "--patience",
                SECONDS_PER_CHECK));
        words.addAll(promise);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().clear();
        return builder.directory(folder.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    /** With all that it has started; of no effect if it has ended. */
    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static int exitCode(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }

    /** What is being tried is given up. */
    @Override
    public void close() {
        thread.shutdownNow();
        Process process = current;
        if (process != null) {
            end(process);
        }
    }
}

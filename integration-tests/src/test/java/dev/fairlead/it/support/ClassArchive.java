package dev.fairlead.it.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The classes of lb-server as the JVM lays them out, left behind by one demonstration: with them a server is there in two
 * thirds of the time, and these tests start a hundred. The JVM passes them over where they do not fit. They can be kept
 * of jars only, so a run out of class folders goes without.
 */
final class ClassArchive {

    private static final Path FILE = Path.of("target", "lb-server.jsa").toAbsolutePath();

    private static final ClassArchive OF_THIS_RUN = make(System.getProperty("java.class.path"));

    private final String classPath;
    private final List<String> options;

    private ClassArchive(String classPath, List<String> options) {
        this.classPath = classPath;
        this.options = options;
    }

    static ClassArchive ofThisRun() {
        return OF_THIS_RUN;
    }

    /** For the environment of a JVM with the {@link #options}. */
    String classPath() {
        return classPath;
    }

    List<String> options() {
        return options;
    }

    private static ClassArchive make(String classPath) {
        List<Path> jars = Stream.of(classPath.split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(Files::isRegularFile)
                .toList();
        boolean isPackaged =
                jars.stream().anyMatch(jar -> jar.getFileName().toString().startsWith("lb-server-"));
        String ofJars = jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        try {
            return isPackaged && (isNewerThan(jars) || isLeftByADemonstration(ofJars))
                    ? new ClassArchive(ofJars, List.of("-XX:SharedArchiveFile=" + FILE, "-Xlog:disable"))
                    : new ClassArchive(classPath, List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isNewerThan(List<Path> jars) throws IOException {
        if (!Files.exists(FILE)) {
            return false;
        }
        FileTime made = Files.getLastModifiedTime(FILE);
        for (Path jar : jars) {
            if (Files.getLastModifiedTime(jar).compareTo(made) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLeftByADemonstration(String classPath) throws IOException {
        Files.deleteIfExists(FILE);
        Path folder = Files.createTempDirectory("fairlead-it-classes");
        Path ports = folder.resolve("ports.json");
        List<String> command = Child.command(
                List.of("-XX:ArchiveClassesAtExit=" + FILE, "-Xlog:disable"),
                List.of("--demo", "--port", "0", "--ports-file", ports.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(Map.of("CLASSPATH", classPath, "FAIRLEAD_RUNTIME_DIR", folder + "/run"));
        Process demonstration = builder.start();
        try {
            Await.until("the demonstration serves", Duration.ofSeconds(30), () -> Files.exists(ports));
            demonstration.destroy();
            demonstration.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            demonstration.destroyForcibly();
        }
        return Files.exists(FILE);
    }
}

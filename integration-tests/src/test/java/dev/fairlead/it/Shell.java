package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a program the way a user does, in a folder and an environment of its own, and returns what it said. */
final class Shell {

    record Result(int exit, String out, String err) {}

    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();

    Shell(Path directory) {
        this.directory = directory;
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", directory.toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
    }

    Shell with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Shell without(String name) {
        environment.remove(name);
        return this;
    }

    Result run(Object... command) throws IOException, InterruptedException {
        return finish(start(command));
    }

    Running start(Object... command) throws IOException {
        Path out = Files.createTempFile(directory, "stdout", ".txt");
        Path err = Files.createTempFile(directory, "stderr", ".txt");
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.of(command).map(Object::toString).toList())
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Running(builder.start(), out, err);
    }

    static Result finish(Running running) throws InterruptedException {
        return finish(running, Duration.ofMinutes(1));
    }

    static Result finish(Running running, Duration limit) throws InterruptedException {
        boolean ended = running.process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            running.process.descendants().forEach(ProcessHandle::destroyForcibly);
            running.process.destroyForcibly();
        }
        assertThat(ended)
                .as("ended within %d s; stderr: %s", limit.toSeconds(), running.err())
                .isTrue();
        return new Result(running.process.exitValue(), read(running.out), running.err());
    }

    /** A folder with nothing on it but the named tools, to be a PATH. */
    static Path tools(Path folder, List<String> names) throws IOException {
        Files.createDirectories(folder);
        for (String name : names) {
            executable(folder.resolve(name), "#!/bin/sh\nexec " + find(name) + " \"$@\"\n");
        }
        return folder;
    }

    static void executable(Path file, String script) throws IOException {
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path find(String name) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .map(entry -> Path.of(entry, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not on the PATH of this test run"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A program that has been started and may still run. */
    static final class Running {

        private final Process process;
        private final Path out;
        private final Path err;

        private Running(Process process, Path out, Path err) {
            this.process = process;
            this.out = out;
            this.err = err;
        }

        Process process() {
            return process;
        }

        String out() {
            return read(out);
        }

        String err() {
            return read(err);
        }
    }
}

package dev.fairlead.it.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JVM that runs {@code lb-server} with the class path of this test run; everything it says is kept. */
public final class Child implements AutoCloseable {

    private static final String MAIN = "dev.fairlead.server.Main";

    private final String name;
    private final Process process;
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> err = new CopyOnWriteArrayList<>();
    private final List<Thread> readers;

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        this.readers = List.of(
                reader(name + "-out", process.getInputStream(), out),
                reader(name + "-err", process.getErrorStream(), err));
    }

    /** Starts {@code lb-server arguments…}; the flags only make a JVM of a few seconds quicker. */
    static Child start(
            String name, Path directory, Map<String, String> environment, List<String> jvm, List<String> arguments) {
        return start(name, directory, environment, List.of(), jvm, arguments);
    }

    /** @param under a command that runs the one behind it */
    static Child start(
            String name,
            Path directory,
            Map<String, String> environment,
            List<String> under,
            List<String> jvm,
            List<String> arguments) {
        ClassArchive classes = ClassArchive.ofThisRun();
        List<String> options = new ArrayList<>(classes.options());
        options.addAll(jvm);
        List<String> command = new ArrayList<>(under);
        command.addAll(command(options, arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("CLASSPATH", classes.classPath());
        builder.environment().putAll(environment);
        try {
            return new Child(name, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> command(List<String> jvm, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.addAll(jvm);
        command.add(MAIN);
        command.addAll(arguments);
        return command;
    }

    /** {@code lb-server arguments…} as typed in that folder, for what ends by itself. */
    public static Child run(Path directory, String... arguments) {
        return start("lb-server", directory, Map.of(), List.of(), List.of(arguments));
    }

    private static Thread reader(String name, InputStream stream, List<String> lines) {
        Thread thread = new Thread(
                () -> {
                    try (BufferedReader reader =
                            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                            lines.add(line);
                        }
                    } catch (IOException e) {
                        lines.add("(unreadable from here: " + e.getMessage() + ")");
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    public List<String> out() {
        return List.copyOf(out);
    }

    public List<String> err() {
        return List.copyOf(err);
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Waits for a line on either stream and returns what the pattern found. */
    public Matcher line(Pattern pattern) {
        List<Matcher> found = new ArrayList<>();
        Await.until(
                name + " says " + pattern,
                Duration.ofSeconds(30),
                () -> {
                    boolean ended = !alive();
                    for (List<String> lines : List.of(out, err)) {
                        lines.stream()
                                .map(pattern::matcher)
                                .filter(Matcher::find)
                                .forEach(found::add);
                    }
                    if (found.isEmpty() && ended) {
                        throw new IllegalStateException(name + " has ended");
                    }
                    return !found.isEmpty();
                },
                this::said);
        return found.get(0);
    }

    /** Waits for the end and returns the exit code. */
    public int exit(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " still runs after " + patience.toMillis() + " ms\n" + said());
            }
            for (Thread reader : readers) {
                reader.join(TimeUnit.SECONDS.toMillis(60));
                if (reader.isAlive()) {
                    throw new AssertionError(name + " has ended, and " + reader.getName() + " does not\n" + said());
                }
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** HUP, STOP, CONT, TERM, INT or KILL. */
    public void signal(String signal) {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + process.pid())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Everything said so far, for the message of a failed test. */
    public String said() {
        return name + " stdout:\n" + String.join("\n", out) + "\n" + name + " stderr:\n" + String.join("\n", err);
    }

    /**
     * kill -9, also when it is stopped. What it said until then is read to its end: {@link Process#destroyForcibly}
     * would close our ends of the pipes and lose what lies in them.
     */
    @Override
    public void close() {
        process.toHandle().destroyForcibly();
        exit(Duration.ofSeconds(60));
    }
}

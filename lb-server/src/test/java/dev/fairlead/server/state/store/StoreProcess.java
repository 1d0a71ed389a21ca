package dev.fairlead.server.state.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A {@link StoreWriter}, seen from its parent, and what has to be in its folder. */
final class StoreProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;
    private final OutputStream orders;
    private final Script script;
    private final List<String> refusals = new ArrayList<>();
    private int step;

    private StoreProcess(List<String> command, Script script, int first) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        this.process = builder.start();
        this.lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.orders = process.getOutputStream();
        this.script = script;
        this.step = first;
    }

    /**
     * @param before a command that runs the one behind it
     * @param script what was acknowledged so far; what this process acknowledges is added
     */
    static StoreProcess start(List<String> before, Path folder, Script script, int first, int steps)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.add(StoreWriter.class.getName());
        command.addAll(List.of(folder.toString(), Integer.toString(first), Integer.toString(steps)));
        return new StoreProcess(command, script, first);
    }

    long pid() {
        return process.pid();
    }

    /** The next line; null when it has ended. */
    @Nullable
    String line() throws IOException {
        String line = lines.readLine();
        if (line != null && line.startsWith("ack ")) {
            script.acknowledged(script.step(step++));
        } else if (line != null && line.startsWith("refused ")) {
            refusals.add(line);
            step++;
        }
        return line;
    }

    /** Lets it make the next steps; if it is gone by now, its lines will tell. */
    void go(int steps) {
        try {
            orders.write(new byte[steps]);
            orders.flush();
        } catch (IOException gone) {
            assertGone();
        }
    }

    private void assertGone() {
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                throw new AssertionError("its input is closed and it runs");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Reads until it says this, or ends; answers whether it said so. */
    boolean awaitLine(String start) throws IOException {
        for (String line = line(); line != null; line = line()) {
            if (line.startsWith(start)) {
                return true;
            }
        }
        return false;
    }

    List<String> refusals() {
        return refusals;
    }

    /** What it was doing when it ended, if it was doing anything. */
    List<Entry> underWay() {
        return script.step(step);
    }

    int step() {
        return step;
    }

    /** With SIGKILL; what it had said by then still counts. */
    void kill() throws IOException {
        // By its handle: the process itself would throw away what has not been read yet.
        process.toHandle().destroyForcibly();
        awaitLine("nothing");
        assertGone();
    }

    @Override
    public void close() throws IOException {
        kill();
    }
}

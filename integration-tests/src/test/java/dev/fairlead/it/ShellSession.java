package dev.fairlead.it;

import dev.fairlead.it.support.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One bash that somebody types into: each command sees what those before it have done, and what runs behind keeps running. */
final class ShellSession implements AutoCloseable {

    /** @param said what came on both streams until it ended, what runs behind included */
    record Answer(int exit, String said) {}

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final Writer keyboard;
    private final StringBuilder screen = new StringBuilder(); // guarded by itself
    private int typed;

    ShellSession(Path directory, Map<String, String> environment) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("bash").directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        process = builder.start();
        keyboard = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "shell-session");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                synchronized (screen) {
                    screen.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String screen() {
        synchronized (screen) {
            return screen.toString();
        }
    }

    /** Types a command, of one line or more, and waits for its end. */
    Answer type(String command) throws IOException {
        String mark = "-- end of command " + ++typed + ", exit code ";
        int before = screen().length();
        keyboard.write(command + "\necho '" + mark + "'$?\n");
        keyboard.flush();
        Matcher end = await(command, Pattern.compile(Pattern.quote(mark) + "(\\d+)\n"));
        return new Answer(Integer.parseInt(end.group(1)), screen().substring(before, end.start()));
    }

    /** Waits until the screen shows something. */
    Matcher await(String what, Pattern pattern) {
        Matcher matcher = pattern.matcher("");
        Await.until(what, PATIENCE, () -> matcher.reset(screen()).find(), this::screen);
        return matcher;
    }

    /** Ends the shell and what it has started. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.fairlead.ctl.stats;

import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.output.Output;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A terminal that is redrawn in place. Keys work without Enter if stty is available, and however the command ends, the
 * terminal is restored.
 */
final class Screen implements AutoCloseable {

    private static final String OPEN = "\u001b[?1049h\u001b[?25l";
    private static final String CLOSE = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_LINE = "\u001b[K\n";
    private static final String CLEAR_REST = "\u001b[J";
    private static final int USUAL_ROWS = 24;

    private final @Nullable Output output;
    private final @Nullable String settings;
    private @Nullable Thread restoring;

    private Screen(@Nullable Output output, @Nullable String settings) {
        this.output = output;
        this.settings = settings;
    }

    static Screen none() {
        return new Screen(null, null);
    }

    /** @param quit called for q */
    static Screen open(Output output, Surroundings surroundings, Runnable quit) {
        String settings = surroundings.terminal().in() ? stty("-g") : null;
        Screen screen = new Screen(output, settings);
        screen.restoring = new Thread(screen::restore, "restore-terminal");
        Runtime.getRuntime().addShutdownHook(screen.restoring);
        if (settings != null) {
            stty("-icanon", "-echo", "min", "1");
            Thread keys = new Thread(() -> readKeys(surroundings.in(), quit), "keys");
            keys.setDaemon(true);
            keys.start();
        }
        output.raw(OPEN);
        return screen;
    }

    boolean isLive() {
        return output != null;
    }

    /** The current number of lines; it may be resized. */
    int rows() {
        String size = settings == null ? null : stty("size");
        if (size == null || !size.matches("\\d+ \\d+")) {
            return USUAL_ROWS;
        }
        int rows = Integer.parseInt(size.substring(0, size.indexOf(' ')));
        return rows == 0 ? USUAL_ROWS : rows;
    }

    void show(List<String> lines) {
        if (output != null) {
            output.raw(HOME + String.join(CLEAR_LINE, lines) + CLEAR_LINE + CLEAR_REST);
        }
    }

    private static void readKeys(InputStream in, Runnable quit) {
        try {
            for (int key = in.read(); key >= 0; key = in.read()) {
                if (key == 'q' || key == 'Q') {
                    quit.run();
                    return;
                }
            }
        } catch (IOException e) {
            // no more keys; ^C still ends the command
        }
    }

    private void restore() {
        if (output != null) {
            output.raw(CLOSE);
        }
        if (settings != null) {
            stty(settings);
        }
    }

    @Override
    public void close() {
        Thread hook = restoring;
        if (hook != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // it is already running and does the same
                return;
            }
            restore();
        }
    }

    /** The output of stty for this terminal; null if there is no stty. */
    private static @Nullable String stty(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "stty";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            Process stty = new ProcessBuilder(command)
                    .redirectInput(Path.of("/dev/tty").toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return stty.waitFor() == 0 ? said : null;
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}

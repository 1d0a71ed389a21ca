package dev.fairlead.ctl.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The reader of stdout at the other end of a pipe. Its end is noticed only when something is written, and a command
 * that waits for events may have nothing to write for hours. The JVM cannot check a pipe. But a {@code tail} that
 * follows nothing, with the same stdout, ends at once when the reader does. Without such a {@code tail}, the next event
 * has to do.
 */
public final class Audience {

    /** No reader that could end: a terminal or a file. */
    public static final Audience UNSEEN = new Audience(false);

    private static final Path STDOUT = Path.of("/proc/self/fd/1");

    /** 128 plus the number of SIGPIPE. */
    private static final int BROKEN_PIPE = 141;

    private final boolean piped;

    private Audience(boolean piped) {
        this.piped = piped;
    }

    static Audience ofThisProcess() {
        try {
            return new Audience(Files.readSymbolicLink(STDOUT).toString().startsWith("pipe:"));
        } catch (IOException | UnsupportedOperationException e) {
            return UNSEEN;
        }
    }

    /** Watches for the end of the reader until it is closed. */
    interface Lookout extends AutoCloseable {

        @Override
        void close();
    }

    /** @param task what to do when the reader has ended, on another thread */
    @SuppressWarnings("FutureReturnValueIgnored") // the task is its only effect
    Lookout whenGone(Runnable task) {
        if (!piped) {
            return () -> {};
        }
        try {
            // if this process is killed, it ends too
            Process tail = new ProcessBuilder(
                            "tail", "-f", "--pid=" + ProcessHandle.current().pid(), "/dev/null")
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            tail.onExit().thenAccept(ended -> {
                if (ended.exitValue() == BROKEN_PIPE) {
                    task.run();
                }
            });
            return tail::destroy;
        } catch (IOException e) {
            return () -> {};
        }
    }
}

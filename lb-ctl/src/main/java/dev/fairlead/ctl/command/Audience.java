package dev.fairlead.ctl.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whoever reads stdout at the other end of a pipe. That they have gone shows when something is written, and whoever waits
 * for events may have nothing to write for hours. The JVM cannot ask a pipe; a tail that follows nothing, with the same
 * stdout, ends of it at once. Where there is no such tail the next event has to do.
 */
public final class Audience {

    /** Nobody whose leaving could be noticed: a terminal, a file. */
    public static final Audience UNSEEN = new Audience(false);

    private static final Path STDOUT = Path.of("/proc/self/fd/1");

    /** 128 and the number of SIGPIPE. */
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

    /** Looks out until it is closed. */
    interface Lookout extends AutoCloseable {

        @Override
        void close();
    }

    /** @param task what to do when they have gone, on another thread */
    @SuppressWarnings("FutureReturnValueIgnored") // the task is all that comes of it
    Lookout whenGone(Runnable task) {
        if (!piped) {
            return () -> {};
        }
        try {
            // should this process be killed, it ends too
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

package dev.fairlead.server.state.store;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * A process of its own that goes through the script with a store, for a parent that kills it. It waits for a byte before it
 * begins, and says in a line each what came of a step: {@code ack 3}, or {@code refused 3} and why.
 */
final class StoreWriter {
    private static final int GROWTH = 600;

    private StoreWriter() {}

    /** @param arguments the folder, the number of the first step, how many */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        int first = Integer.parseInt(arguments[1]);
        int end = first + Integer.parseInt(arguments[2]);
        try (FileStore store = new FileStore(
                new FolderDisk(Path.of(arguments[0])),
                new Acknowledged(Script.KEPT_REVISIONS, Script.KEPT_REQUESTS),
                GROWTH,
                Duration.ofMillis(10))) {
            Script script = new Script(store.recover());
            out.println("recovered");
            for (int step = first; step < end && System.in.read() >= 0; step++) {
                List<Entry> entries = script.step(step);
                try {
                    store.append(entries).toCompletableFuture().get();
                    script.acknowledged(entries);
                    out.println("ack " + step);
                } catch (ExecutionException e) {
                    boolean full = e.getCause() instanceof StoreException refused && refused.isFull();
                    out.println("refused " + step + (full ? " (full) " : " ")
                            + e.getCause().getMessage());
                }
            }
            out.println("done");
            // Until the parent kills it: a store that is closed in good order proves nothing.
            while (System.in.read() >= 0) {}
        } catch (StoreException e) {
            out.println("failed " + e.sentence());
        }
    }
}

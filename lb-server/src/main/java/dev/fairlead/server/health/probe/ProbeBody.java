package dev.fairlead.server.health.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.StreamSourceConduit;

/** Reads the body of a probe's answer up to a limit: a health page may turn out to be an endless stream. */
final class ProbeBody implements ReadReadyHandler {
    static final int LIMIT = 64 * 1024;

    private final StreamSourceConduit source;
    private final Runnable over;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final ByteBuffer buffer = ByteBuffer.allocate(4096);
    private boolean done;

    /** @param over is run once, at the end or the bound; not when the body breaks off, the exchange tells that itself */
    ProbeBody(StreamSourceConduit source, Runnable over) {
        this.source = source;
        this.over = over;
    }

    void start() {
        source.setReadReadyHandler(this);
        readReady();
    }

    boolean contains(String expected) {
        return text.toString(StandardCharsets.UTF_8).contains(expected);
    }

    @Override
    public void readReady() {
        if (done) {
            return;
        }
        try {
            int count = source.read(buffer.clear());
            while (count > 0 && text.size() < LIMIT) {
                text.write(buffer.array(), 0, count);
                count = source.read(buffer.clear());
            }
            if (count == 0) {
                source.resumeReads();
            } else {
                end();
            }
        } catch (IOException e) {
            // The exchange reports the same failure to its listener, with its kind.
            done = true;
        }
    }

    private void end() {
        done = true;
        over.run();
    }

    @Override
    public void forceTermination() {
        done = true;
    }

    @Override
    public void terminated() {
        done = true;
    }
}

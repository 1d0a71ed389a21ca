package dev.fairlead.server.config.reload;

import dev.fairlead.server.config.document.SourceFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloads when the content of the file or of an included file changes. It polls instead of using notifications: an
 * editor's rename, a mounted volume and a changed symbolic link all result in different content, but the system's
 * notifications about them differ.
 */
public final class ConfigWatcher {

    private static final Logger log = LoggerFactory.getLogger(ConfigWatcher.class);

    private final ConfigFile file;
    private final Reloader reloader;

    /** What was seen last and not yet read; only the watching thread touches it. */
    private Map<Path, String> seen = Map.of();

    public ConfigWatcher(ConfigFile file, Reloader reloader) {
        this.file = file;
        this.reloader = reloader;
    }

    /** @param thread one of the watcher's own: a reload may wait for a disk */
    @SuppressWarnings("FutureReturnValueIgnored") // look() reports its failures itself; the thread's owner ends it
    public void start(ScheduledExecutorService thread, Duration interval) {
        thread.scheduleWithFixedDelay(this::look, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Content counts when two checks in a row find the same, so that a half-written file is not read. */
    void look() {
        try {
            Map<Path, String> read = file.lastRead();
            Map<Path, String> now = SourceFiles.look(read);
            boolean settled = now.equals(seen);
            seen = now;
            if (settled && !now.equals(read)) {
                reloader.reload("file");
            }
        } catch (RuntimeException e) {
            // An executor drops a task that throws, and the file would never be looked at again.
            log.error("config={} event=watch-failed", file, e);
        }
    }
}

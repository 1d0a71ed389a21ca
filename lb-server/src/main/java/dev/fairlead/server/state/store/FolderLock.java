package dev.fairlead.server.state.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every other process out of a folder as long as this one lives: the operating system releases locks however a
 * process ends. A lock file can be deleted while it is held, and would then keep no one out. So the journals are locked
 * too while they are written; without them there is nothing to protect.
 */
final class FolderLock implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(FolderLock.class);

    private static final String NAME = "lock";
    private static final int LONGEST_PID = 20;

    private final Path folder;
    private final FileAttribute<?> permissions;
    private FileChannel channel;

    /** Which file it is; null where the file system has no answer. */
    private @Nullable Object key;

    private FolderLock(Path folder, FileAttribute<?> permissions, FileChannel channel) throws IOException {
        this.folder = folder;
        this.permissions = permissions;
        this.channel = channel;
        this.key = keyNow();
    }

    /**
     * @param journals what the names of those files begin with that a process on this folder has locked
     * @throws StoreException if another process is on this folder
     */
    static FolderLock take(Path folder, String journals, FileAttribute<?> permissions)
            throws IOException, StoreException {
        FileChannel channel = open(folder, permissions);
        boolean taken = false;
        try {
            if (!lock(channel, false) || anyLocked(folder, journals)) {
                throw new StoreException(inUse(folder, pidIn(channel))
                        + "; stop that one, or give this one a folder of its own with --state-dir");
            }
            leavePid(channel);
            FolderLock lock = new FolderLock(folder, permissions, channel);
            taken = true;
            return lock;
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    private static FileChannel open(Path folder, FileAttribute<?> permissions) throws IOException {
        return FileChannel.open(
                folder.resolve(NAME),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                permissions);
    }

    /** A file that is written while this process is on the folder. The lock goes with the channel. */
    void lock(FileChannel written) throws IOException {
        if (!lock(written, false)) {
            throw new IOException(inUse(folder, ""));
        }
    }

    /** Not either if it is this very process that has it. */
    private static boolean lock(FileChannel channel, boolean shared) throws IOException {
        try {
            FileLock held = channel.tryLock(0, Long.MAX_VALUE, shared);
            return held != null;
        } catch (OverlappingFileLockException here) {
            return false;
        }
    }

    /** The other one may be just about to go from one journal to the next: then this looks again. */
    private static boolean anyLocked(Path folder, String journals) throws IOException {
        while (true) {
            Set<Path> before = files(folder, journals);
            for (Path file : before) {
                try (FileChannel journal = FileChannel.open(file, StandardOpenOption.READ)) {
                    if (!lock(journal, true)) {
                        return true;
                    }
                } catch (NoSuchFileException | AccessDeniedException unreadable) {
                    log.debug("event=journal-not-looked-at cause=\"{}\"", unreadable.toString());
                }
            }
            if (files(folder, journals).equals(before)) {
                return false;
            }
        }
    }

    private static Set<Path> files(Path folder, String journals) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(journals))
                    .collect(Collectors.toSet());
        }
    }

    /**
     * To be asked before anything is written: the file in the folder is still the locked one. If somebody has deleted it, it
     * is made again.
     *
     * @throws IOException if another process has the folder by now
     */
    void hold() throws IOException {
        if (key == null || key.equals(keyNow())) {
            return;
        }
        FileChannel again = open(folder, permissions);
        if (!lock(again, false)) {
            String sentence = inUse(folder, pidIn(again));
            again.close();
            throw new IOException(sentence);
        }
        leavePid(again);
        channel.close();
        channel = again;
        key = keyNow();
        log.warn("event=lock-made-again file={} cause=\"it was deleted while this server runs\"", folder.resolve(NAME));
    }

    private @Nullable Object keyNow() throws IOException {
        try {
            return Files.readAttributes(folder.resolve(NAME), BasicFileAttributes.class)
                    .fileKey();
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    private static String inUse(Path folder, String pid) {
        return folder + " is in use by another Fairlead" + (pid.isEmpty() ? "" : " (pid " + pid + ")");
    }

    /** For the sentence above alone: on a full disk the lock holds without it. */
    private static void leavePid(FileChannel channel) {
        try {
            channel.truncate(0);
            channel.write(StandardCharsets.US_ASCII.encode(
                    Long.toString(ProcessHandle.current().pid())));
        } catch (IOException e) {
            log.debug("event=lock-without-pid cause=\"{}\"", e.toString());
        }
    }

    private static String pidIn(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(LONGEST_PID);
        channel.read(content, 0);
        String pid = StandardCharsets.US_ASCII.decode(content.flip()).toString();
        return pid.matches("\\d+") ? pid : "";
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

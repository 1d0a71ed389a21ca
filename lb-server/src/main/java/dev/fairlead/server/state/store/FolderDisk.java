package dev.fairlead.server.state.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A real folder. Files are the owner's alone, and so is the folder if it is made here. */
final class FolderDisk implements Disk {
    private static final Logger log = LoggerFactory.getLogger(FolderDisk.class);

    private static final String LOCK = "lock";
    private static final int LONGEST_PID = 20;

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;
    private @Nullable FileChannel lock;

    FolderDisk(Path folder) {
        this.folder = folder;
    }

    @Override
    public void open() throws StoreException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new StoreException(folder + " is a file, expected a folder for the run-time changes");
        }
        try {
            Files.createDirectories(folder, OWNERS_FOLDER);
        } catch (IOException e) {
            throw StoreException.cannot("create the folder " + folder, e, false);
        }
        try {
            lock = locked();
        } catch (AccessDeniedException e) {
            throw new StoreException("cannot write in " + folder + ": permission denied" + owner(), e);
        } catch (IOException e) {
            throw StoreException.cannot("write in " + folder, e, isFull(LONGEST_PID));
        }
    }

    private String owner() {
        try {
            String owner = Files.getOwner(folder).getName();
            String user = System.getProperty("user.name");
            return owner.equals(user) ? "" : "; it belongs to " + owner + ", and this server runs as " + user;
        } catch (IOException e) {
            return "";
        }
    }

    /** The operating system gives the lock back however the process ends. */
    private FileChannel locked() throws IOException, StoreException {
        FileChannel channel = FileChannel.open(
                folder.resolve(LOCK),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                OWNER_ONLY);
        try {
            FileLock held = tryLock(channel);
            if (held == null) {
                String pid = pidIn(channel);
                throw new StoreException(folder + " is in use by another Fairlead"
                        + (pid.isEmpty() ? "" : " (pid " + pid + ")")
                        + "; stop that one, or give this one a folder of its own with --state-dir");
            }
            leavePid(channel);
            return channel;
        } catch (IOException | StoreException e) {
            channel.close();
            throw e;
        }
    }

    /** Null as well if it is this very process that has it. */
    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException here) {
            return null;
        }
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
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Override
    public byte[] read(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    @Override
    public Output create(String name) throws IOException {
        return new ChannelOutput(FileChannel.open(
                folder.resolve(name),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                OWNER_ONLY));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(
                folder.resolve(from),
                folder.resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }

    @Override
    public void sync() throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    @Override
    public boolean isFull(long bytes) {
        try {
            return Files.getFileStore(folder).getUsableSpace() < bytes;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String path(String name) {
        return folder.resolve(name).toString();
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    private record ChannelOutput(FileChannel channel) implements Output {

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        @Override
        public void cutTo(long length) throws IOException {
            channel.truncate(length);
        }

        @Override
        public void sync() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}

package dev.fairlead.server.state.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
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

/** A real folder. Files are private to the owner, and so is the folder if it is created here. */
final class FolderDisk implements Disk {
    private static final Logger log = LoggerFactory.getLogger(FolderDisk.class);

    /** How much must fit before there is a journal. */
    private static final int SMALLEST = 20;

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;
    private final FolderSync folders;
    private @Nullable FolderLock lock;

    /** Makes the names in a folder durable. */
    interface FolderSync {
        void of(Path folder) throws IOException;
    }

    FolderDisk(Path folder) {
        this(folder, FolderDisk::sync);
    }

    /** @param folders so that a test sees which are synced */
    FolderDisk(Path folder, FolderSync folders) {
        this.folder = folder;
        this.folders = folders;
    }

    @Override
    public void open() throws StoreException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new StoreException(folder + " is a file, expected a folder for the run-time changes");
        }
        try {
            make(folder);
        } catch (IOException e) {
            throw StoreException.cannot("create the folder " + folder, e, false);
        }
        try {
            lock = FolderLock.take(folder, Journal.LIVE, OWNER_ONLY);
        } catch (AccessDeniedException e) {
            throw new StoreException("cannot write in " + folder + ": permission denied" + owner(), e);
        } catch (IOException e) {
            throw StoreException.cannot("write in " + folder, e, isFull(SMALLEST));
        }
    }

    /** A folder is as durable as its name in the one above it, and what is acknowledged lies in it. */
    private void make(Path wanted) throws IOException {
        Path above = wanted.toAbsolutePath().getParent();
        if (above == null) {
            return;
        }
        if (Files.isDirectory(wanted)) {
            syncIfAllowed(above);
            return;
        }
        make(above);
        try {
            Files.createDirectory(wanted, OWNERS_FOLDER);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(wanted)) {
                throw e;
            }
        }
        syncIfAllowed(above);
    }

    /** Also where it was there before: whoever made it may have been stopped in between. */
    private void syncIfAllowed(Path above) throws IOException {
        try {
            folders.of(above);
        } catch (AccessDeniedException e) {
            log.debug("event=folder-not-synced folder={} cause=\"it may not be read\"", above);
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private FolderLock lock() throws IOException {
        FolderLock held = lock;
        if (held == null) {
            throw new IOException(folder + " is not open");
        }
        return held;
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
        FolderLock held = lock();
        held.hold();
        FileChannel channel = FileChannel.open(
                folder.resolve(name),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                OWNER_ONLY);
        try {
            held.lock(channel);
            return new ChannelOutput(channel, held);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
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
        folders.of(folder);
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

    private record ChannelOutput(FileChannel channel, FolderLock lock) implements Output {

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            lock.hold();
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

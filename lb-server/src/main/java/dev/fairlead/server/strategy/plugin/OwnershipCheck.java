package dev.fairlead.server.strategy.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * Anyone who can write to a loaded jar can do everything that this process can. So files that others can write to are
 * not loaded: the folder and its content must belong to this process's user or to root, and be writable by no one else.
 */
final class OwnershipCheck {
    private static final String ROOT = "root";

    private final UserPrincipal us;

    private OwnershipCheck(UserPrincipal us) {
        this.us = us;
    }

    /** Who we are is told by a file that we make: a container's user need not have a name. */
    static OwnershipCheck ofThisProcess() throws IOException {
        Path file = Files.createTempFile("fairlead-", ".owner");
        try {
            return new OwnershipCheck(Files.getOwner(file));
        } finally {
            Files.delete(file);
        }
    }

    /** What speaks against the content of a file or folder, as a sentence; empty if nothing does. */
    String objection(Path path) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null) {
            return ""; // no such rights on this system
        }
        PosixFileAttributes attributes = view.readAttributes();
        Set<PosixFilePermission> rights = attributes.permissions();
        if (rights.contains(PosixFilePermission.GROUP_WRITE) || rights.contains(PosixFilePermission.OTHERS_WRITE)) {
            return path + " can be written by others, who could run their code in this process; chmod go-w " + path;
        }
        UserPrincipal owner = attributes.owner();
        return owner.equals(us) || owner.getName().equals(ROOT)
                ? ""
                : path + " belongs to " + owner.getName() + ", who could run their code in this process; chown "
                        + us.getName() + " " + path;
    }
}

package dev.fairlead.server.state.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A folder as the store uses it. Every call is one operation that can fail, or be the last one before a crash; tests
 * count them. Names are those of files directly in the folder. One thread at a time.
 */
interface Disk extends Closeable {

    /** Makes the folder if it is missing, and keeps every other process out until closed. */
    void open() throws StoreException;

    /** The names that are there, in no order. */
    List<String> list() throws IOException;

    byte[] read(String name) throws IOException;

    /** A new file, empty, or one made empty. */
    Output create(String name) throws IOException;

    /** Replaces what has the new name. */
    void rename(String from, String to) throws IOException;

    void delete(String name) throws IOException;

    /** Makes durable what was created, renamed and deleted. */
    void sync() throws IOException;

    /** Whether this much would not fit now: asked after a failure, to tell which it was. */
    boolean isFull(long bytes);

    /** How a sentence names a file. */
    String path(String name);

    /** A file that grows at its end. */
    interface Output extends Closeable {

        void write(ByteBuffer bytes) throws IOException;

        void cutTo(long length) throws IOException;

        /** Makes durable what was written and cut. */
        void sync() throws IOException;
    }
}

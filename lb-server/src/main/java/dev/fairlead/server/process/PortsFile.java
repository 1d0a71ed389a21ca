package dev.fairlead.server.process;

import java.io.IOException;
import java.nio.file.Path;

/** The ports in use, for callers that started this process with port 0; complete when it appears. */
public final class PortsFile {

    private PortsFile() {}

    public static void write(Path file, ListenAddresses addresses) throws IOException {
        PrivateFile.writeShared(file, addresses.portsJson());
    }
}

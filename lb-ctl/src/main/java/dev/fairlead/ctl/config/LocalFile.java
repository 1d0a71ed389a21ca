package dev.fairlead.ctl.config;

import com.google.protobuf.ByteString;
import dev.fairlead.control.v1.ConfigFile;
import dev.fairlead.ctl.failure.CommandFailure;
import dev.fairlead.ctl.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A local configuration file, to send to the server. lb-ctl does not parse it: only the server knows what it means. */
final class LocalFile {

    private LocalFile() {}

    /** The name stays as typed, so that the server's messages name the file as the user does. */
    static ConfigFile read(Path file) {
        try {
            return ConfigFile.newBuilder()
                    .setName(file.toString())
                    .setContent(ByteString.copyFrom(Files.readAllBytes(file)))
                    .build();
        } catch (NoSuchFileException e) {
            throw new CommandFailure(ExitCode.FAILED, "there is no file " + file);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "cannot read " + file + " (" + e.getMessage() + ")");
        }
    }
}

package dev.fairlead.ctl.config;

import com.google.protobuf.ByteString;
import dev.fairlead.control.v1.ConfigFile;
import dev.fairlead.ctl.failure.CommandFailure;
import dev.fairlead.ctl.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A configuration file here, as it travels to the server. It is not read here: only the server knows what it means. */
final class LocalFile {

    private LocalFile() {}

    /** The name stays as it was typed, so that the server's messages name the file as its user does. */
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

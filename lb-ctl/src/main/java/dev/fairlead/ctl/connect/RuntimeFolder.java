package dev.fairlead.ctl.connect;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The folder with a file for each running server, named after its control port. A user who cannot read the folder finds
 * none, and calls without a token.
 */
final class RuntimeFolder {

    private final Path folder;

    RuntimeFolder(Path folder) {
        this.folder = folder;
    }

    /** The same rule as in lb-server. */
    static RuntimeFolder of(Map<String, String> environment, Path userHome) {
        String own = environment.getOrDefault("FAIRLEAD_RUNTIME_DIR", "");
        if (!own.isEmpty()) {
            return new RuntimeFolder(Path.of(own));
        }
        String session = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        return new RuntimeFolder(
                session.isEmpty()
                        ? userHome.resolve(".fairlead").resolve("run")
                        : Path.of(session).resolve("fairlead"));
    }

    /** The servers whose process is alive: a killed server leaves its file behind. */
    List<RunningServer> running() {
        List<RunningServer> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
            for (Path file : files) {
                read(file).filter(RunningServer::alive).ifPresent(found::add);
            }
        } catch (IOException e) {
            // no folder, or another user's: no servers for us
            return List.of();
        }
        found.sort(Comparator.comparing(RunningServer::control));
        return found;
    }

    Optional<RunningServer> onPort(int controlPort) {
        return read(folder.resolve(controlPort + ".json"));
    }

    /** Empty if the file is not one of ours or was just deleted. */
    private static Optional<RunningServer> read(Path file) {
        long pid = 0;
        String control = "";
        String data = "";
        String token = "";
        try (Reader text = Files.newBufferedReader(file);
                JsonReader json = new JsonReader(text)) {
            json.beginObject();
            while (json.hasNext()) {
                switch (json.nextName()) {
                    case "pid" -> pid = json.nextLong();
                    case "control" -> control = json.nextString();
                    case "data" -> data = json.nextString();
                    case "token" -> token = json.nextString();
                    default -> json.skipValue();
                }
            }
        } catch (MalformedJsonException | IllegalStateException | NumberFormatException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
        return control.isEmpty() || pid == 0
                ? Optional.empty()
                : Optional.of(new RunningServer(pid, control, data, token));
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}

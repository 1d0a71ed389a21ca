package dev.fairlead.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeFileTest {

    private final ListenAddresses addresses = new ListenAddresses(
            new InetSocketAddress("0.0.0.0", 8080),
            new InetSocketAddress("127.0.0.1", 9800),
            new InetSocketAddress("::1", 9801));

    @TempDir
    private Path directory;

    @Test
    void tellsWhereTheServerIsAndHowToBeLetIn() throws IOException {
        RuntimeFile file = RuntimeFile.in(directory.resolve("run"), new SecureRandom());
        file.write(addresses);

        assertThat(Files.readString(directory.resolve("run/9800.json")))
                .isEqualTo("{\"pid\":%d,\"data\":\"127.0.0.1:8080\",\"control\":\"127.0.0.1:9800\","
                                .formatted(ProcessHandle.current().pid())
                        + "\"admin\":\"[0:0:0:0:0:0:0:1]:9801\",\"token\":\"" + file.token() + "\"}\n");
        assertThat(file.token()).matches("[0-9a-f]{64}");
    }

    @Test
    void nobodyElseCanRead() throws IOException {
        Path open = Files.createDirectory(
                directory.resolve("run"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        RuntimeFile.in(open, new SecureRandom()).write(addresses);

        assertThat(permissions(open)).isEqualTo("rwx------");
        assertThat(permissions(open.resolve("9800.json"))).isEqualTo("rw-------");
    }

    @Test
    void takesThePlaceOfWhatAKilledServerLeft() throws IOException {
        RuntimeFile killed = RuntimeFile.in(directory, new SecureRandom());
        killed.write(addresses);
        RuntimeFile next = RuntimeFile.in(directory, new SecureRandom());
        next.write(addresses);

        assertThat(directory.resolve("9800.json"))
                .content()
                .contains(next.token())
                .doesNotContain(killed.token());
        assertThat(directory.toFile().list()).containsExactly("9800.json");
        killed.delete();
        assertThat(directory.resolve("9800.json")).content().contains(next.token());
        next.delete();
        assertThat(directory).isEmptyDirectory();
        next.write(addresses);
        assertThat(directory).as("it is over").isEmptyDirectory();
        next.delete();
    }

    @Test
    void theFolderIsFoundAsEveryProgramOfTheUserFindsIt() {
        Path home = Path.of("/home/ann");

        assertThat(RuntimeFile.folder(Map.of("FAIRLEAD_RUNTIME_DIR", "/a", "XDG_RUNTIME_DIR", "/b"), home))
                .isEqualTo(Path.of("/a"));
        assertThat(RuntimeFile.folder(Map.of("XDG_RUNTIME_DIR", "/b"), home)).isEqualTo(Path.of("/b/fairlead"));
        assertThat(RuntimeFile.folder(Map.of(), home)).isEqualTo(Path.of("/home/ann/.fairlead/run"));
    }

    @Test
    void portsFileHoldsAllPorts() throws IOException {
        Path file = directory.resolve("ports.json");
        PortsFile.write(file, addresses);

        assertThat(file).content().isEqualTo("{\"data\":8080,\"control\":9800,\"admin\":9801}\n");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

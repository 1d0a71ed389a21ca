package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The archive that the build made, unpacked. */
final class Distribution {

    private Distribution() {}

    static String version() {
        return System.getProperty("fairlead.version");
    }

    /** Unpacks into a folder that exists, and returns the one folder the archive holds. */
    static Path unpackInto(Path folder) throws IOException, InterruptedException {
        Path archive = Path.of(System.getProperty("fairlead.distribution"));
        assertThat(archive).exists();
        Shell.Result unpacked = new Shell(Files.createTempDirectory("unpack")).run("tar", "xzf", archive, "-C", folder);
        assertThat(unpacked.exit()).as(unpacked.err()).isZero();
        return folder.resolve("lb-" + version());
    }
}

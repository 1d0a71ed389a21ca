package dev.fairlead.ctl.manual;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.ctl.support.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ManualTest {

    private static final Path MANUAL = Path.of("../docs/lb-ctl.md");
    private static final String REFERENCE = "## Reference\n\n";

    /** To write it anew after a change of the commands: run this test with -Dfairlead.manual=write. */
    @Test
    void theReferenceSaysWhatTheCommandsSay() throws IOException {
        String manual = Files.readString(MANUAL);
        int begin = manual.indexOf(REFERENCE) + REFERENCE.length();
        String reference = new Reference(new User(Path.of("/nowhere")).program().allCommands()).text();
        if ("write".equals(System.getProperty("fairlead.manual"))) {
            Files.writeString(MANUAL, manual.substring(0, begin) + reference);
            return;
        }

        assertThat(manual.substring(begin)).isEqualTo(reference);
    }
}

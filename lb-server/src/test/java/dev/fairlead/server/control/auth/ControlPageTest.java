package dev.fairlead.server.control.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.fairlead.server.config.StrategyCheck;
import dev.fairlead.server.config.Surroundings;
import dev.fairlead.server.config.read.ConfigParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/control.md shows is what the server takes. */
class ControlPageTest {

    private static final Path PAGE = Path.of("").toAbsolutePath().getParent().resolve("docs/control.md");

    @TempDir
    private Path folder;

    @Test
    void theTokensFileThatIsShownIsTaken() throws Exception {
        Path file = Files.writeString(folder.resolve("tokens"), block("```\n# NAME"));

        TokensFile tokens = TokensFile.open(file);

        byte[] digest = MessageDigest.getInstance("SHA-256").digest("ann's".getBytes(StandardCharsets.UTF_8));
        assertThat(tokens.find(digest)).hasValueSatisfying(ann -> {
            assertThat(ann.name()).isEqualTo("ann");
            assertThat(ann.role()).isEqualTo(Role.WRITE);
        });
    }

    @Test
    void theConfigurationThatIsShownIsTaken() throws Exception {
        for (String file : List.of("server.pem", "server.key", "operators-ca.pem", "tokens")) {
            Files.writeString(folder.resolve(file), "");
        }
        byte[] shown = block("```hocon\n").getBytes(StandardCharsets.UTF_8);
        Surroundings surroundings = new Surroundings(folder, null, Map.of());

        assertThatCode(() -> new ConfigParser(surroundings, boot -> StrategyCheck.NONE)
                        .parse(shown, "shown.conf", folder.resolve("shown.conf")))
                .doesNotThrowAnyException();
    }

    /** The block that begins like this, without its fences. */
    private static String block(String beginning) throws IOException {
        Matcher block = Pattern.compile(Pattern.quote(beginning) + ".*?\n```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE));
        assertThat(block.find()).as("a block that begins with " + beginning).isTrue();
        return block.group().replaceAll("```.*", "");
    }
}

package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.it.support.LbCtl;
import dev.fairlead.it.support.LbProcess;
import dev.fairlead.server.demo.ExampleBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every example of docs/lb-ctl.md, typed in its order against a real server. */
class ManualIT {

    private static final Pattern EXAMPLE = Pattern.compile("^\\$ lb-ctl (.*?)(?: # exit (\\d+))?$", Pattern.MULTILINE);
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    @Test
    void everyExampleDoesWhatItSays() throws IOException {
        String manual = Files.readString(Path.of("../docs/lb-ctl.md"));
        try (ExampleBackend one = ExampleBackend.start("one", 0);
                ExampleBackend four = ExampleBackend.start("four", 0);
                LbProcess server = LbProcess.over(List.of(one.address()), "")) {
            server.awaitHealthy(1);
            Map<String, String> environment =
                    Map.of("FAIRLEAD_RUNTIME_DIR", server.runtimeFolder().toString());
            int run = 0;
            for (Matcher example = EXAMPLE.matcher(manual); example.find(); run++) {
                String typed = example.group(1).replace("127.0.0.1:3004", four.address());
                int expected = example.group(2) == null ? 0 : Integer.parseInt(example.group(2));

                LbCtl said = LbCtl.run(environment, words(typed));

                assertThat(said.exit()).as("lb-ctl %s\n%s", typed, said).isEqualTo(expected);
            }
            assertThat(run).isGreaterThan(15);
        }
    }

    private static String[] words(String typed) {
        List<String> words = new ArrayList<>();
        for (Matcher word = WORD.matcher(typed); word.find(); ) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3));
        }
        return words.toArray(String[]::new);
    }
}

package dev.fairlead.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.ctl.command.Surroundings;
import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void versionSaysReleaseJdkAndSystem() {
        assertThat(run("version")).isZero();

        assertThat(out.toString().lines())
                .satisfiesExactly(
                        release -> assertThat(release).matches("lb-ctl \\d+\\.\\d+\\.\\d+\\S*"),
                        jdk -> assertThat(jdk)
                                .startsWith("JDK " + Runtime.version().feature()),
                        system -> assertThat(system).startsWith(System.getProperty("os.name")));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void versionOptionSaysTheSame() {
        run("version");
        String command = out.toString();
        out.getBuffer().setLength(0);

        assertThat(run("-V")).isZero();

        assertThat(out.toString()).isEqualTo(command);
    }

    @Test
    void helpGoesToStdout() {
        assertThat(run("-h")).isZero();

        assertThat(out.toString()).startsWith("Usage: lb-ctl").contains("version");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void unknownCommandIsAUsageErrorThatNamesTheNearest() {
        assertThat(run("versoin")).isEqualTo(2);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("versoin")
                .contains("Did you mean", "version")
                .contains("lb-ctl --help");
    }

    @Test
    void noCommandIsAUsageError() {
        assertThat(run()).isEqualTo(2);

        assertThat(err.toString()).startsWith("lb-ctl: lb-ctl needs a command");
    }

    @Test
    void aNounAloneSaysWhatCanBeDoneWithIt() {
        assertThat(run("backends")).isEqualTo(2);

        assertThat(err.toString()).startsWith("backends: backends needs a verb: list, show, add");
    }

    @Test
    void anUnknownVerbNamesTheNearest() {
        assertThat(run("backends", "lst")).isEqualTo(2);

        assertThat(err.toString())
                .contains("unknown argument 'lst'")
                .contains("Did you mean")
                .contains("list");
    }

    @Test
    void aVerbOfManyNounsAsksForOne() {
        assertThat(run("remove", "b1")).isEqualTo(2);

        assertThat(err.toString()).startsWith("lb-ctl: 'remove' needs a noun; try 'remove backends' or 'remove pools'");
    }

    /** Into buffers, as the real ones are. */
    private int run(String... args) {
        Surroundings surroundings = Surroundings.ofThisProcess();
        return new Program(surroundings, buffered(out), buffered(err)).run(args);
    }

    private static PrintWriter buffered(StringWriter target) {
        return new PrintWriter(new BufferedWriter(target));
    }
}

package dev.fairlead.ctl.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.fairlead.ctl.support.User;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts, run by the shells themselves. */
class CompletionTest {

    /** What the scripts ask, and what a server would answer. */
    private static final String SERVER_KNOWS = """
            #!/bin/sh
            case "$1 $2" in
              "routes list") printf 'r1\\ns2\\n' ;;
              "routes get" | "route get") printf 'match.path\\nrate-limits\\n' ;;
              *) printf 'b1\\nb2\\nc3\\n' ;;
            esac
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "lb-ctl ba                      | backends",
                "lb-ctl compl                   | completion",
                "lb-ctl dr                      | drain",
                "lb-ctl backends re             | ready remove",
                "lb-ctl remove b                | backends",
                "lb-ctl backends add --we       | --weight",
                "lb-ctl add backends --we       | --weight",
                "lb-ctl --pool api backends li  | list",
                "lb-ctl backends list -o w      | wide",
                "lb-ctl top --int               | --interval",
                "lb-ctl backends drain b        | b1 b2",
                "lb-ctl routes show r           | r1",
                "lb-ctl routes get r1 m         | match.path",
                "lb-ctl routes add r            | \"\"",
                "lb-ctl routes add new m        | match.path",
                "lb-ctl set route r1 a=b m      | match.path",
                "lb-ctl routes move r1 --before r | r1",
                "lb-ctl --before r1 move route r  | r1",
            })
    void bashCompletesCommandsOptionsAndBackends(String typed, String expected) throws Exception {
        Path lbCtl = Files.writeString(folder.resolve("lb-ctl"), SERVER_KNOWS);
        assertThat(lbCtl.toFile().setExecutable(true)).isTrue();
        String words = Stream.of(typed.strip().split(" "))
                .map(word -> "'" + word + "'")
                .reduce((one, other) -> one + " " + other)
                .orElseThrow();

        String completed = run(
                "bash",
                script("bash") + "COMP_WORDS=(" + words + ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_lb_ctl\n"
                        + "echo ${COMPREPLY[@]}\n");

        assertThat(completed.strip()).isEqualTo(expected);
    }

    @Test
    void bashFindsNothingWrongWithIt() throws Exception {
        assertThat(run("bash", "set -eu\n" + script("bash") + "complete -p lb-ctl\n"))
                .isEqualTo("complete -o default -F _lb_ctl lb-ctl\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zsh", "fish"})
    void otherShellsFindNothingWrongWithTheirs(String shell) throws Exception {
        assumeThat(Stream.of(System.getenv("PATH").split(":"))
                        .map(entry -> Path.of(entry, shell))
                        .anyMatch(Files::isExecutable))
                .as(shell + " is installed")
                .isTrue();

        assertThat(run(
                        shell,
                        "-n",
                        Files.writeString(folder.resolve("script"), script(shell))
                                .toString()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void everyScriptKnowsEveryCommand(String shell) {
        assertThat(script(shell))
                .contains("strategy shadow", "shadow strategy", "--if-revision", "completion", "--drain-timeout");
    }

    @Test
    void anotherShellIsUsage() {
        User user = new User(folder);
        assertThat(user.types("completion ksh")).isEqualTo(2);
        assertThat(user.err()).contains("ksh").contains("bash, zsh, fish");
    }

    private String script(String shell) {
        User user = new User(folder);
        assertThat(user.types("completion", shell)).as(user.err()).isZero();
        return user.out();
    }

    private String run(String shell, String script) throws IOException, InterruptedException {
        return run(
                List.of(shell, Files.writeString(folder.resolve("run"), script).toString()));
    }

    private String run(String shell, String flag, String file) throws IOException, InterruptedException {
        return run(List.of(shell, flag, file));
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().merge("PATH", "", (path, none) -> folder + ":" + path);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}

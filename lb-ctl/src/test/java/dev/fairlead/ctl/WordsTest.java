package dev.fairlead.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.ctl.command.Surroundings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    private final Vocabulary vocabulary = new Vocabulary(Surroundings.ofThisProcess(), () -> null);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "backends list                        | backends list",
                "list backends                        | backends list",
                "list backend                         | backends list",
                "backend list -o json                 | backends list -o json",
                "add backends 10.0.0.4:80 --weight 3  | backends add 10.0.0.4:80 --weight 3",
                "remove backend b2                    | backends remove b2",
                "add pool api                         | pools add api",
                "set strategy p2c                     | strategy set p2c",
                "set health --interval 2s             | health set --interval 2s",
                "test health b2                       | health test b2",
                "test route https://a.example/        | routes test https://a.example/",
                "move api --before web                | routes move api --before web",
                "add route api pool=web               | routes add api pool=web",
                "add route --before web api           | routes add --before web api",
                "list limits                          | limits list",
                "show session AQ                      | sessions show AQ",
                "promote                              | strategy promote",
                "config history                       | config history",
                "history config                       | config history",
                "load http://127.0.0.1:8080/          | load http://127.0.0.1:8080/",
                "load plugin mine                     | plugins load mine",
                "stats -o json                        | stats -o json",
                "show backend stats                   | backends show stats",
                "weight b2 3                          | backends weight b2 3",
                "drain b2 --wait                      | backends drain b2 --wait",
                "drain backend b2                     | backends drain b2",
                "-o json backends list                | backends list -o json",
                "--output=json list backends          | backends list --output=json",
                "backends -o json list                | backends list -o json",
                "-q --pool p drain b2                 | backends drain -q --pool p b2",
                "--no-color list -q backends          | backends list --no-color -q",
                "version                              | version",
                "-q version                           | version -q",
                "help backends add                    | backends add --help",
                "help add backend                     | backends add --help",
                "help                                 | --help",
                "backends                             | backends",
                "backends frobnicate x                | backends frobnicate x",
                "frobnicate backends                  | frobnicate backends",
                "-- backends list                     | -- backends list",
                "-h                                   | -h",
            })
    void nounAndVerbComeFirst(String typed, String arranged) {
        Words words = Words.of(List.of(typed.split(" ")), vocabulary);

        assertThat(words.problem()).isNull();
        assertThat(String.join(" ", words.arguments())).isEqualTo(arranged);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "list         | 'list backends' or 'list pools' or 'list routes' or 'list limits' or 'list strategy' or 'list plugins'",
                "remove b2    | 'remove backends' or 'remove pools' or 'remove routes'",
                "history b2   | 'history health' or 'history config'",
                "reload       | 'reload plugins' or 'reload config'",
                "test b2      | 'test routes' or 'test health'",
                "drain pool x | 'drain backends'",
            })
    void whatCannotBeToldIsAsked(String typed, String choices) {
        assertThat(Words.of(List.of(typed.split(" ")), vocabulary).problem())
                .isEqualTo("'" + typed.split(" ")[0] + "' needs a noun; try " + choices);
    }

    @Test
    void aWordThatIsNoVerbIsAnArgumentOfTheNoun() {
        assertThat(Words.of(List.of("backends", "ad"), vocabulary).verb()).isNull();
    }
}

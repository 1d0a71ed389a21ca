package dev.fairlead.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.ctl.command.Surroundings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    private final Vocabulary vocabulary = new Vocabulary(Surroundings.ofThisProcess());

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

    @Test
    void aWordThatIsNoVerbIsAnArgumentOfTheNoun() {
        assertThat(Words.of(List.of("backends", "ad"), vocabulary).verb()).isNull();
    }
}

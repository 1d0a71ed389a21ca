package dev.fairlead.server.desired.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathExpressionTest {

    /**
     * On as long a path a backtracking matcher would try more ways than there are atoms. What a path costs is the product of
     * its length and the size, so that a small size says it all.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {"^/(a+)+$", "^/(a|aa)+$", "^/(a|a?)+$", "^/(.*a){20}$", "^/([a-z]+)*!$", "(x+x+)+y", "^/(.*)*$"})
    void expressionsOfTheCatastrophicKindCostNothing(String text) {
        PathExpression expression = PathExpression.compile(text);
        assertThat(expression.size()).isLessThan(120);
        expression.isIn("/" + "a".repeat(8000) + "\u0000");
        assertThat(expression.isIn("/" + "x".repeat(8000) + "\n")).isFalse();
    }

    @Test
    void isFoundAnywhereUnlessItIsTiedToTheEnds() {
        assertThat(PathExpression.compile("b+").isIn("/abbc")).isTrue();
        assertThat(PathExpression.compile("^b").isIn("/abbc")).isFalse();
        assertThat(PathExpression.compile("b$").isIn("/abbc")).isFalse();
    }

    @Test
    void isOfBoundedLength() {
        assertThat(PathExpression.compile("[" + "a".repeat(998) + "]").size()).isLessThan(10);
        assertThatThrownBy(() -> PathExpression.compile("a".repeat(1001)))
                .hasMessage("the expression has 1001 characters, expected at most 1000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a{1000}){1000}",
                "((a{1000}){1000}){1000}",
                "(((a{30}){30}){30}){30}",
                "(a{2,999}){2,999}",
                "([^]x]{100}){1000}",
                "([]{1]{100}){1000}",
                "([[:alpha:]{1}]{100}){1000}",
                "(\\Qa{1}\\E{100}){1000}",
                "(\\p{Greek}{100}){1000}",
                "(\\x{61}{100}){1000}",
                "(\\]{100}){1000}",
                "((?i)a{100}){1000}",
                "((?P<n>a){100}){1000}",
                "(a{0,1000}){0,1000}",
                "([\\]]{1000}){1000}",
                "(a{1000}b{1000}c){1000}",
                "(a{500,}){500,}",
                "a{999}b{999}",
            })
    void countsThatWouldMakeItLargeAreRefused(String text) {
        assertThatThrownBy(() -> PathExpression.compile(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected smaller counts");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                "^/v\\d{1,3}/(users|orders)/\\d+(/.*)?$",
                "(?i)\\.(png|jpe?g|gif|webp)$",
                "a{500}",
                "[{}]{3}"
            })
    void usualOnesAreAccepted(String text) {
        assertThat(PathExpression.compile(text).size()).isPositive().isLessThanOrEqualTo(1000);
    }

    /** Or compiling could take memory that the bound was to save. */
    @ParameterizedTest
    @CsvSource({
        "'a'",
        "'(ab|c)*d'",
        "'a{7}'",
        "'(a{7}b){9}'",
        "'a{3,}'",
        "'a{2,9}'",
        "'(a{0,5}){4}'",
        "'[a{9}]{5}'",
        "'\\{{4}'",
        "'\\Qa{9}\\E{3}'",
        "'([a-z]{3}[^]]{4}){5}x'",
        "'(?:a|b{3}){4}'",
        "'\\pN{6}'",
        "'((a))'",
        "'x{1}y{2}z{30}'",
        "'a?b+c*'",
        "'(|a){7}'",
        "'(a|b|c|d){20}'",
        "'^$\\b'",
        "'.{20}'",
    })
    void theEstimateIsNeverTooLow(String text) {
        // Each expression starts and ends with instructions of its own, and a choice has one more.
        long choices = text.chars()
                .filter(c -> c == '|' || c == '?' || c == '*' || c == '+')
                .count();
        assertThat(2 * (ExpandedSize.of(text) + choices) + 8)
                .isGreaterThanOrEqualTo(Pattern.compile(text).programSize());
    }
}

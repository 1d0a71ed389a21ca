package dev.fairlead.server.config.value;

import dev.fairlead.server.desired.NearestName;
import java.util.List;
import java.util.Optional;

/** One entry of {@code retry.on}: a word, or the status of an answer. */
public record RetryCause(String word, Optional<Integer> status) {

    public static final RetryCause CONNECT_FAILURE = new RetryCause("connect-failure", Optional.empty());
    public static final RetryCause RESET = new RetryCause("reset", Optional.empty());
    public static final RetryCause TIMEOUT = new RetryCause("timeout", Optional.empty());

    private static final List<RetryCause> WORDS = List.of(CONNECT_FAILURE, RESET, TIMEOUT);

    public static RetryCause parse(String text) {
        if (text.matches("\\d{1,4}")) {
            return new RetryCause(text, Optional.of(Integer.parseInt(text)));
        }
        List<String> words = WORDS.stream().map(RetryCause::word).toList();
        return WORDS.stream()
                .filter(cause -> cause.word.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is unknown, expected "
                        + String.join(", ", words) + " or a status from 400 to 599" + NearestName.hint(text, words)));
    }
}

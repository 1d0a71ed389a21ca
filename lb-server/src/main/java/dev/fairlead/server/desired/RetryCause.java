package dev.fairlead.server.desired;

import java.util.List;

/**
 * One entry of {@code retry.on}: a word, or the status of an answer.
 *
 * @param status 0 if it is a word
 */
public record RetryCause(String word, int status) {

    public static final RetryCause CONNECT_FAILURE = new RetryCause("connect-failure", 0);
    public static final RetryCause RESET = new RetryCause("reset", 0);
    public static final RetryCause TIMEOUT = new RetryCause("timeout", 0);

    private static final List<RetryCause> WORDS = List.of(CONNECT_FAILURE, RESET, TIMEOUT);

    public static RetryCause status(int status) {
        return new RetryCause(Integer.toString(status), status);
    }

    public static RetryCause parse(String text) {
        if (text.matches("\\d{1,4}")) {
            return status(Integer.parseInt(text));
        }
        List<String> words = WORDS.stream().map(RetryCause::word).toList();
        return WORDS.stream()
                .filter(cause -> cause.word.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is unknown, expected "
                        + String.join(", ", words) + " or a status from 400 to 599" + NearestName.hint(text, words)));
    }
}

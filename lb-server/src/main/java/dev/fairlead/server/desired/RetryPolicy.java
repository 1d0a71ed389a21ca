package dev.fairlead.server.desired;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** When a failed attempt is retried. */
public record RetryPolicy(
        @Setting(
                value = "3",
                min = "1",
                max = "100",
                doc = "tries in total; 1 = no retry; after a timeout at most one more")
        int attempts,

        @Setting(
                value = "GET, HEAD, OPTIONS, PUT, DELETE",
                doc = "methods that may be sent twice, also when the backend closed a kept connection; an attempt"
                        + " that wrote no byte is retried with any method")
        Set<String> methods,

        @Setting(
                value = "connect-failure, reset, timeout, 502, 503, 504",
                doc = "which failures and statuses are retried")
        List<RetryCause> on,

        Budget budget) {

    private static final Pattern METHOD = Pattern.compile("[A-Z0-9!#$%&'*+.^_`|~-]+");
    private static final List<RetryCause> WORDS =
            List.of(RetryCause.CONNECT_FAILURE, RetryCause.RESET, RetryCause.TIMEOUT);

    public static final RetryPolicy DEFAULT = Schema.of(RetryPolicy.class).defaults();

    /** What retries may add to the load. */
    public record Budget(
            @Setting(
                    value = "20%",
                    kind = Setting.Kind.PERCENT,
                    doc = "retries as a percentage of the requests of the last 10 s")
            double percent,

            @Setting(value = "3", doc = "retries that are always allowed, however few requests there are")
            int minPerSecond) {

        public Budget {
            Checks.of(Budget.class, percent, minPerSecond).done();
        }
    }

    public RetryPolicy {
        methods = Collections.unmodifiableSet(new LinkedHashSet<>(methods));
        on = ordered(on);
        Checks checks = Checks.of(RetryPolicy.class, attempts, methods, on, budget);
        for (String method : methods) {
            checks.that(
                    METHOD.matcher(method).matches(),
                    "methods",
                    "\"" + method + "\" is not a method, expected upper-case names such as GET");
        }
        for (RetryCause cause : on) {
            if (!WORDS.contains(cause)) {
                checks.between("on", cause.status(), 400, 599);
            }
        }
        checks.done();
    }

    /** Words first; each once. */
    private static List<RetryCause> ordered(List<RetryCause> causes) {
        Comparator<RetryCause> words =
                Comparator.comparingInt(cause -> WORDS.contains(cause) ? WORDS.indexOf(cause) : WORDS.size());
        return causes.stream().distinct().sorted(words).toList();
    }

    /** Whether an answer of that status is one to retry after. Asked for every answer, so without an iterator. */
    public boolean retries(int status) {
        for (int i = 0; i < on.size(); i++) {
            if (on.get(i).status() == status) {
                return true;
            }
        }
        return false;
    }

    public RetryPolicy withAttempts(int newAttempts) {
        return Schema.with(this, "attempts", newAttempts);
    }

    public RetryPolicy withMethods(Set<String> newMethods) {
        return Schema.with(this, "methods", newMethods);
    }

    public RetryPolicy withOn(List<RetryCause> newOn) {
        return Schema.with(this, "on", newOn);
    }

    public RetryPolicy withBudget(double newPercent, int newMinPerSecond) {
        return Schema.with(this, "budget", new Budget(newPercent, newMinPerSecond));
    }
}

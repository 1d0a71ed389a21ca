package dev.fairlead.server.desired;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * When a failed attempt goes round again.
 *
 * @param attempts tries altogether, the first included
 * @param methods the ones that may be sent twice; an attempt that never wrote a byte is free of this
 * @param connectFailure retry after a refused or timed-out connect
 * @param reset retry after a connection that broke before its response
 * @param timeout retry after a first-byte or per-try timeout
 * @param statuses retry after one of these answers
 * @param budgetPercent retries allowed per hundred requests
 * @param budgetMinPerSecond retries allowed however few the requests are
 */
public record RetryPolicy(
        int attempts,
        Set<String> methods,
        boolean connectFailure,
        boolean reset,
        boolean timeout,
        Set<Integer> statuses,
        double budgetPercent,
        int budgetMinPerSecond) {

    private static final Pattern METHOD = Pattern.compile("[A-Z0-9!#$%&'*+.^_`|~-]+");

    public static final RetryPolicy DEFAULT = new RetryPolicy(
            3,
            ordered(List.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE")),
            true,
            true,
            true,
            ordered(List.of(502, 503, 504)),
            20,
            3);

    public RetryPolicy {
        methods = ordered(methods);
        statuses = ordered(statuses);
        Checks checks = new Checks().between("attempts", attempts, 1, 100);
        for (String method : methods) {
            checks.that(
                    METHOD.matcher(method).matches(),
                    "methods",
                    "\"" + method + "\" is not a method, expected upper-case names such as GET");
        }
        for (int status : statuses) {
            checks.between("on", status, 400, 599);
        }
        checks.percentage("budget.percent", budgetPercent)
                .atLeast("budget.min-per-second", budgetMinPerSecond, 0)
                .done();
    }

    private static <T> Set<T> ordered(Collection<T> values) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(values));
    }

    public RetryPolicy withAttempts(int newAttempts) {
        return new RetryPolicy(
                newAttempts, methods, connectFailure, reset, timeout, statuses, budgetPercent, budgetMinPerSecond);
    }

    public RetryPolicy withMethods(Set<String> newMethods) {
        return new RetryPolicy(
                attempts, newMethods, connectFailure, reset, timeout, statuses, budgetPercent, budgetMinPerSecond);
    }

    public RetryPolicy withStatuses(Set<Integer> newStatuses) {
        return new RetryPolicy(
                attempts, methods, connectFailure, reset, timeout, newStatuses, budgetPercent, budgetMinPerSecond);
    }

    public RetryPolicy withBudget(double newPercent, int newMinPerSecond) {
        return new RetryPolicy(
                attempts, methods, connectFailure, reset, timeout, statuses, newPercent, newMinPerSecond);
    }
}

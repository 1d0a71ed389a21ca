package dev.fairlead.server.control.service;

import dev.fairlead.server.config.ConfigProblem;
import dev.fairlead.server.config.InvalidConfigException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What came of a file: something, or all that is wrong with it. Callers get the latter as an answer and not as a failure,
 * for they asked what the file is worth.
 *
 * @param value null if and only if there are problems
 */
record Reading<T>(@Nullable T value, List<ConfigProblem> problems) {

    interface Reader<T> {
        T read() throws InvalidConfigException;
    }

    static <T> Reading<T> of(Reader<T> reader) {
        try {
            return new Reading<>(reader.read(), List.of());
        } catch (InvalidConfigException e) {
            return new Reading<>(null, e.problems());
        }
    }

    static <T> CompletionStage<Reading<T>> on(Executor thread, Reader<T> reader) {
        return CompletableFuture.supplyAsync(() -> of(reader), thread);
    }

    <R> CompletionStage<Reading<R>> then(Function<T, CompletionStage<R>> next) {
        return value == null
                ? CompletableFuture.completedFuture(new Reading<>(null, problems))
                : next.apply(value).thenApply(result -> new Reading<>(result, List.of()));
    }
}

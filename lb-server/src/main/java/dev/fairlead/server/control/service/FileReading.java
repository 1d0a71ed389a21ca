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
 * The result of reading a file: a value, or all problems. Callers get problems as an answer and not as a failure,
 * because they asked for a check of the file.
 *
 * @param value null if and only if there are problems
 */
record FileReading<T>(@Nullable T value, List<ConfigProblem> problems) {

    interface Reader<T> {
        T read() throws InvalidConfigException;
    }

    static <T> FileReading<T> of(Reader<T> reader) {
        try {
            return new FileReading<>(reader.read(), List.of());
        } catch (InvalidConfigException e) {
            return new FileReading<>(null, e.problems());
        }
    }

    static <T> CompletionStage<FileReading<T>> on(Executor thread, Reader<T> reader) {
        return CompletableFuture.supplyAsync(() -> of(reader), thread);
    }

    <R> CompletionStage<FileReading<R>> then(Function<T, CompletionStage<R>> next) {
        return value == null
                ? CompletableFuture.completedFuture(new FileReading<>(null, problems))
                : next.apply(value).thenApply(result -> new FileReading<>(result, List.of()));
    }
}

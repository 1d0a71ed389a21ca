package dev.fairlead.server.live;

import dev.fairlead.server.forecast.Forecast;
import dev.fairlead.server.state.ChangeRefused;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Answers those who only want to know what a change would do. Belongs to the control thread. */
final class DryRuns {
    private final LiveTables live;
    private final Forecaster forecaster;
    private final LiveSessions sessions;

    @Inject
    DryRuns(LiveTables live, Forecaster forecaster, LiveSessions sessions) {
        this.live = live;
        this.forecaster = forecaster;
        this.sessions = sessions;
    }

    /** Takes its time on other threads, and keeps nobody waiting but who asked. */
    @SuppressWarnings("FutureReturnValueIgnored") // it ends in the answer
    void answer(Preparation tried) {
        ChangeDraft.Step step = tried.draft().steps().get(0);
        try {
            sessions.secretsFor(tried.draft().desired());
        } catch (ChangeRefused refused) {
            Answers.refuse(step.order(), refused);
            return;
        }
        List<CompletableFuture<Forecast>> forecasts = tried.forecasts(live, forecaster);
        CompletableFuture.allOf(forecasts.toArray(CompletableFuture<?>[]::new)).whenComplete((done, failure) -> {
            if (failure == null) {
                List<Forecast> told =
                        forecasts.stream().map(CompletableFuture::join).toList();
                step.order().answer().complete(step.result().with(told));
            } else {
                Answers.fail(step.order(), Answers.inner(failure));
            }
        });
    }
}

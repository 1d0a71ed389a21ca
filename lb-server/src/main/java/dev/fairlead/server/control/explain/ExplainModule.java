package dev.fairlead.server.control.explain;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.multibindings.Multibinder;
import dev.fairlead.server.control.call.CallAnswers;
import dev.fairlead.server.routing.RecentRequests;
import dev.fairlead.server.routing.RoutingTables;
import io.grpc.BindableService;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Offers the service of this package. */
public final class ExplainModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(ChoicePreview.class);
        Multibinder.newSetBinder(binder(), BindableService.class).addBinding().to(ExplainCalls.class);
    }

    @Provides
    @Singleton
    ExplainCalls explainCalls(RoutingTables tables, RecentRequests recent, ChoicePreview choices, CallAnswers answers) {
        return new ExplainCalls(tables, recent, choices, answers, InstantSource.system(), System::nanoTime);
    }
}

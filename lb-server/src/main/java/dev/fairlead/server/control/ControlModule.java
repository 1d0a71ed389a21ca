package dev.fairlead.server.control;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import dev.fairlead.server.control.call.CallAnswers;
import dev.fairlead.server.control.call.CallThreads;
import dev.fairlead.server.control.call.ChangeSubmission;
import dev.fairlead.server.control.call.FileThread;
import dev.fairlead.server.control.call.RefusalInterceptor;
import dev.fairlead.server.control.call.StartInterceptor;
import dev.fairlead.server.control.call.StatusMapper;
import dev.fairlead.server.control.drain.Drains;
import dev.fairlead.server.control.explain.ExplainModule;
import dev.fairlead.server.control.message.BackendReader;
import dev.fairlead.server.control.message.BackendWriter;
import dev.fairlead.server.control.message.Edits;
import dev.fairlead.server.control.message.MessageReader;
import dev.fairlead.server.control.message.PoolReader;
import dev.fairlead.server.control.message.RecentFigures;
import dev.fairlead.server.control.message.RouteReader;
import dev.fairlead.server.control.receive.ReceiveBudget;
import dev.fairlead.server.control.service.ServiceModule;
import dev.fairlead.server.control.service.ShadowFeed;
import dev.fairlead.server.control.stats.StatsModule;
import dev.fairlead.server.control.watch.WatchModule;
import dev.fairlead.server.limit.ProcessLimits;
import io.grpc.BindableService;

/** Binds the control port; it offers every service in the set. */
public final class ControlModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(ControlServer.class);
        bind(CallThreads.class);
        bind(FileThread.class);
        bind(ReceiveBudget.class)
                .toInstance(new ReceiveBudget(ProcessLimits.ofThisProcess().requests()));
        bind(RefusalInterceptor.class);
        bind(StartInterceptor.class);
        bind(StatusMapper.class);
        bind(CallAnswers.class);
        bind(ChangeSubmission.class);
        bind(Edits.class);
        bind(MessageReader.class);
        bind(BackendReader.class);
        bind(PoolReader.class);
        bind(RouteReader.class);
        bind(BackendWriter.class);
        OptionalBinder.newOptionalBinder(binder(), RecentFigures.class)
                .setDefault()
                .toInstance(RecentFigures.NONE);
        bind(Drains.class);
        bind(ShadowFeed.class);
        Multibinder.newSetBinder(binder(), BindableService.class);
        install(new ServiceModule());
        install(new StatsModule());
        install(new ExplainModule());
        install(new WatchModule());
    }
}

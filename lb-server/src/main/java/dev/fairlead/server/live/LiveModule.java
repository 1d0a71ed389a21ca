package dev.fairlead.server.live;

import com.google.inject.AbstractModule;
import dev.fairlead.server.routing.FailureListener;

/** Binds the control thread, and everything that belongs to it. */
public final class LiveModule extends AbstractModule {
    private final Patience patience;

    public LiveModule() {
        this(Patience.DEFAULT);
    }

    LiveModule(Patience patience) {
        this.patience = patience;
    }

    @Override
    protected void configure() {
        bind(Patience.class).toInstance(patience);
        bind(ControlThread.class);
        bind(Balancer.class);
        bind(ChangePath.class);
        bind(Claims.class);
        bind(Ledger.class);
        bind(CapacityGuard.class);
        bind(Preparer.class);
        bind(Committer.class);
        bind(DryRuns.class);
        bind(Reconciler.class);
        bind(LiveTables.class);
        bind(ObservedHealth.class);
        bind(Refresh.class);
        bind(Suspicions.class);
        bind(FailureListener.class).to(Suspicions.class);
    }
}

package dev.fairlead.server.live;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.fairlead.server.backend.RunningBackends;
import dev.fairlead.server.limit.RateLimiter;
import dev.fairlead.server.routing.FailureListener;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Binds the control thread, and everything that belongs to it. */
public final class LiveModule extends AbstractModule {
    private static final int RATE_KEYS = 100_000;

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
        bind(LiveSessions.class);
        bind(ObservedHealth.class);
        bind(Refresh.class);
        bind(Suspicions.class);
        bind(FailureListener.class).to(Suspicions.class);
    }

    @Provides
    @Singleton
    RateLimiter rateLimiter() {
        return new RateLimiter(System::nanoTime, new SecureRandom(), RATE_KEYS);
    }

    @Provides
    @Singleton
    LiveEntrance entrance(RateLimiter limiter, RunningBackends backends) {
        RandomGenerator ofEachThread = () -> ThreadLocalRandom.current().nextLong();
        return new LiveEntrance(limiter, backends, ofEachThread);
    }
}

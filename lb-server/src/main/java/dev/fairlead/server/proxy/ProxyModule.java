package dev.fairlead.server.proxy;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.fairlead.server.proxy.front.DataListener;
import dev.fairlead.server.proxy.front.HeadRefusals;
import dev.fairlead.server.proxy.front.RejectedRequests;
import dev.fairlead.server.proxy.guard.OwnPages;
import dev.fairlead.server.proxy.headers.RequestIds;
import dev.fairlead.server.proxy.mirror.Mirrors;
import dev.fairlead.server.routing.RequestRuns;
import dev.fairlead.server.routing.RoutingTables;
import jakarta.inject.Singleton;
import java.util.random.RandomGenerator;
import org.xnio.XnioWorker;

/**
 * The data port. The installer must bind {@link OwnPages} and the worker, and may bind nothing else from these
 * packages.
 */
public final class ProxyModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(RejectedRequests.class);
        bind(FrontHandler.class);
    }

    @Provides
    @Singleton
    RequestIds requestIds(RandomGenerator random, XnioWorker worker) {
        return new RequestIds(random, worker.getIoThreadCount());
    }

    @Provides
    @Singleton
    Mirrors mirrors(RandomGenerator random, XnioWorker worker) {
        return new Mirrors(random, worker.getIoThreadCount());
    }

    @Provides
    @Singleton
    DataListener dataListener(
            XnioWorker worker,
            RoutingTables tables,
            RejectedRequests rejected,
            RequestRuns runs,
            RequestIds ids,
            FrontHandler handler) {
        return new DataListener(worker, tables, new HeadRefusals(rejected, runs, ids), handler);
    }
}

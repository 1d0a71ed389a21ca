package dev.fairlead.server.proxy;

import com.google.inject.AbstractModule;

/** The data port. Who installs it binds {@link OwnPages} and the worker, and may bind nothing else of this package. */
public final class ProxyModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(RejectedRequests.class);
        bind(FrontHandler.class);
        bind(DataListener.class);
    }
}

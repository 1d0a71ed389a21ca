package dev.fairlead.server.control;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import io.grpc.BindableService;

/** Binds the control port and what it offers: whatever is in the set of services is served. */
public final class ControlModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(ControlServer.class);
        Multibinder.newSetBinder(binder(), BindableService.class);
    }
}

package dev.fairlead.server.health.probe;

import dev.fairlead.server.upstream.UpstreamResources;
import java.util.function.LongSupplier;
import org.xnio.XnioIoThread;

/** What probes travel over: the health thread and its upstreams, apart from those of the traffic. */
public record ProbeNetwork(UpstreamResources upstreams, XnioIoThread thread, LongSupplier nanoClock) {}

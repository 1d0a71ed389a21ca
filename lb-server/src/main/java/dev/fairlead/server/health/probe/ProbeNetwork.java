package dev.fairlead.server.health.probe;

import dev.fairlead.server.upstream.UpstreamResources;
import java.util.function.LongSupplier;
import org.xnio.XnioIoThread;

/** The network of the probes: the health thread and its upstreams, separate from those for traffic. */
public record ProbeNetwork(UpstreamResources upstreams, XnioIoThread thread, LongSupplier nanoClock) {}

package dev.fairlead.server.health;

import dev.fairlead.server.upstream.Upstreams;
import java.util.function.LongSupplier;
import org.xnio.XnioIoThread;

/** What probes travel over: the health thread and its upstreams, apart from those of the traffic. */
record ProbeNetwork(Upstreams upstreams, XnioIoThread thread, LongSupplier nanoClock) {}

/**
 * How traffic flows: a request goes from {@code front}, where clients are accepted, through {@code guard}, which refuses
 * what no backend may see, to Undertow's {@code ProxyHandler} in here, which forwards it through our {@code ProxyClient}
 * with what {@code headers} lets cross. Nothing in here decides where a request goes or whether it goes again; that is
 * asked of {@code RequestRun}.
 */
@NullMarked
package dev.fairlead.server.proxy;

import org.jspecify.annotations.NullMarked;

/**
 * The proxy: a request goes from {@code front}, where clients are accepted, through {@code guard}, which refuses what
 * no backend may see, to Undertow's {@code ProxyHandler}, which forwards it through our {@code ProxyClient} with the
 * headers that {@code headers} allows. Where a request goes and whether it is retried is decided by {@code RequestRun},
 * not here.
 */
@NullMarked
package dev.fairlead.server.proxy;

import org.jspecify.annotations.NullMarked;

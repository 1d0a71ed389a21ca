/**
 * How traffic flows: the listeners that accept clients, the guard that refuses what no backend may see, and Undertow's
 * {@code ProxyHandler} forwarding through our {@code ProxyClient}. Nothing in here decides where a request goes or
 * whether it goes again; that is asked of {@code RequestRun}.
 */
@NullMarked
package dev.fairlead.server.proxy;

import org.jspecify.annotations.NullMarked;

package dev.fairlead.server.backend;

/**
 * What is in flight at a backend.
 *
 * @param requests attempts that are not tunnels
 * @param tunnels connections that speak another protocol, such as WebSockets
 */
public record InFlight(int requests, int tunnels) {
    public boolean isEmpty() {
        return requests == 0 && tunnels == 0;
    }
}

package dev.fairlead.server.virtual;

/** The simulated load of a backend. It may outlive the endpoint that refers to it. */
public final class VirtualLoad {
    private int inFlight;
    private long chosen;

    public void enter() {
        inFlight++;
        chosen++;
    }

    public void leave() {
        inFlight--;
    }

    public int inFlight() {
        return inFlight;
    }

    /** How often it was chosen in total. */
    public long chosen() {
        return chosen;
    }

    /** Resets the count of choices; requests in flight stay. */
    public void recount() {
        chosen = 0;
    }
}

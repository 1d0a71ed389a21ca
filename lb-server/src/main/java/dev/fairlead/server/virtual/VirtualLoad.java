package dev.fairlead.server.virtual;

/** What a backend would have to carry. It may outlive the endpoint that it is seen through. */
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

    /** How often it was, in all. */
    public long chosen() {
        return chosen;
    }

    /** Begins to count anew who is chosen; what is in flight stays. */
    public void recount() {
        chosen = 0;
    }
}

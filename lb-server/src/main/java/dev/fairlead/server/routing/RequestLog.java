package dev.fairlead.server.routing;

/** Gets every request once, when it has ended. Called on its IO thread: it must neither block nor keep the run. */
public interface RequestLog {

    RequestLog NONE = run -> {};

    void finished(RequestRun run);
}

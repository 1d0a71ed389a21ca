package dev.fairlead.server.routing;

/** Is told of every request once, when it is over. On its IO thread: it must neither block nor keep the run. */
public interface RequestLog {

    RequestLog NONE = run -> {};

    void finished(RequestRun run);
}

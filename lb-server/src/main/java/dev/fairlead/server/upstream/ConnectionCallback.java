package dev.fairlead.server.upstream;

/** Takes the connection that was asked for; exactly one call, unless the acquisition is cancelled first. */
public interface ConnectionCallback {

    void connected(UpstreamConnection connection);

    void failed(UpstreamFailure failure, String detail);
}

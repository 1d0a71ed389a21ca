package dev.fairlead.server.upstream;

/** Gets the requested connection; exactly one call, unless the acquisition is cancelled first. */
public interface ConnectionCallback {

    void connected(UpstreamConnection connection);

    void failed(UpstreamFailure failure, String detail);
}

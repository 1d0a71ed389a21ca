package dev.fairlead.server.upstream;

/** What becomes of a tunnel. */
public interface TunnelListener {

    /** It is closed right after this call, because it was cut or nothing moved in it. On its IO thread. */
    void failed(UpstreamFailure failure, String detail);

    /** By whichever end, and whatever was told before. Once, from any thread. */
    void closed();
}

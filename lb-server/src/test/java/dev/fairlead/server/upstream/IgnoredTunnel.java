package dev.fairlead.server.upstream;

/** For a tunnel whose end is looked for at its sockets. */
final class IgnoredTunnel implements TunnelListener {

    @Override
    public void failed(UpstreamFailure failure, String detail) {}

    @Override
    public void closed() {}
}

package dev.fairlead.server.control;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A real gRPC server with some services on a free port, and a channel to it. */
public final class GrpcPort implements AutoCloseable {

    private static final int LARGEST = 64 * 1024 * 1024;

    private final Server server;
    private final ManagedChannel channel;

    public GrpcPort(BindableService... services) throws IOException {
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        for (BindableService service : services) {
            builder.addService(service);
        }
        server = builder.build().start();
        channel = open();
    }

    public ManagedChannel channel() {
        return channel;
    }

    public int port() {
        return server.getPort();
    }

    /** One more, to be closed by whoever asked. */
    public ManagedChannel open() {
        return NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .maxInboundMessageSize(LARGEST)
                .build();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
    }
}

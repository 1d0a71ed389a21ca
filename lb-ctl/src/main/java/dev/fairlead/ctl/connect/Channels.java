package dev.fairlead.ctl.connect;

import dev.fairlead.ctl.failure.CommandFailure;
import dev.fairlead.ctl.failure.ExitCode;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NegotiationType;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.stub.MetadataUtils;
import java.io.File;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadFactory;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Opens channels. Commands are short, so: one thread, plain NIO, and no native library to unpack. */
final class Channels {

    /** There may be many backends: a list of ten thousand takes a few megabytes. */
    private static final int LARGEST_ANSWER = 64 << 20;

    private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private Channels() {}

    static EventLoopGroup thread() {
        ThreadFactory threads = task -> {
            Thread thread = new Thread(task, "control");
            thread.setDaemon(true);
            return thread;
        };
        return new MultiThreadIoEventLoopGroup(1, threads, NioIoHandler.newFactory());
    }

    static ManagedChannel open(Target target, Credentials credentials, EventLoopGroup thread) {
        NettyChannelBuilder builder = builder(target)
                .eventLoopGroup(thread)
                .channelType(NioSocketChannel.class, InetSocketAddress.class)
                .directExecutor()
                .maxInboundMessageSize(LARGEST_ANSWER);
        if (target.tls()) {
            builder.sslContext(tls(credentials));
        } else {
            builder.negotiationType(NegotiationType.PLAINTEXT);
        }
        String token = target.token();
        if (token != null) {
            builder.intercept(authorization("Bearer " + token));
        }
        return builder.build();
    }

    /** Adds the caller's credentials to each call. */
    static ClientInterceptor authorization(String shown) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, shown);
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    /** gRPC resolves names and tries all their addresses; a numeric address does not need that. */
    private static NettyChannelBuilder builder(Target target) {
        return NUMERIC.matcher(target.host()).matches()
                ? NettyChannelBuilder.forAddress(new InetSocketAddress(target.host(), target.port()))
                : NettyChannelBuilder.forTarget("dns:///" + target.address());
    }

    private static SslContext tls(Credentials credentials) {
        if ((credentials.certificate() == null) != (credentials.key() == null)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--tls-cert and --tls-key must be used together; one of them is missing");
        }
        SslContextBuilder context = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK);
        try {
            File authority = file("--tls-ca", credentials.authority());
            if (authority != null) {
                context.trustManager(authority);
            }
            File certificate = file("--tls-cert", credentials.certificate());
            File key = file("--tls-key", credentials.key());
            if (certificate != null && key != null) {
                context.keyManager(certificate, key);
            }
            return context.build();
        } catch (IllegalArgumentException | SSLException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, "cannot use the files given with --tls-ca, --tls-cert, --tls-key: " + reason(e));
        }
    }

    private static @Nullable File file(String option, @Nullable Path path) {
        if (path == null) {
            return null;
        }
        if (!Files.isReadable(path)) {
            throw new CommandFailure(ExitCode.USAGE, option + ": cannot read " + path);
        }
        return path.toFile();
    }

    private static String reason(Throwable e) {
        Throwable cause = e.getCause();
        return e.getMessage() + (cause == null ? "" : " (" + cause.getMessage() + ")");
    }
}

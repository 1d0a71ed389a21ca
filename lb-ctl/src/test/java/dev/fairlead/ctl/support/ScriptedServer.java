package dev.fairlead.ctl.support;

import com.google.protobuf.Message;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** A gRPC server on loopback whose calls answer as a test says. It remembers what it was asked, and who asked. */
public final class ScriptedServer implements AutoCloseable {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Map<String, ServerMethodDefinition<?, ?>> script = new ConcurrentHashMap<>();
    private final List<Message> asked = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final Server server;

    private ScriptedServer(int port) {
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .fallbackHandlerRegistry(new Script())
                    .intercept(new Listener())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ScriptedServer start() {
        return new ScriptedServer(0);
    }

    /** Where another one was. */
    public static ScriptedServer startOn(int port) {
        return new ScriptedServer(port);
    }

    /** One answer; a thrown status is an answer too. */
    public <Q extends Message, A extends Message> ScriptedServer onRequest(
            MethodDescriptor<Q, A> method, Function<Q, A> answer) {
        return onStream(method, (request, reader) -> {
            reader.onNext(answer.apply(request));
            reader.onCompleted();
        });
    }

    /** What the answer is does not depend on the question. */
    public <Q extends Message, A extends Message> ScriptedServer on(MethodDescriptor<Q, A> method, A answer) {
        return onRequest(method, request -> answer);
    }

    public <Q extends Message, A extends Message> ScriptedServer onStream(
            MethodDescriptor<Q, A> method, BiConsumer<Q, StreamObserver<A>> answer) {
        BiConsumer<Q, StreamObserver<A>> listening = (request, reader) -> {
            asked.add(request);
            try {
                answer.accept(request, reader);
            } catch (RuntimeException status) {
                reader.onError(status);
            }
        };
        ServerCallHandler<Q, A> handler = method.getType() == MethodDescriptor.MethodType.UNARY
                ? ServerCalls.asyncUnaryCall(listening::accept)
                : ServerCalls.asyncServerStreamingCall(listening::accept);
        script.put(method.getFullMethodName(), ServerMethodDefinition.create(method, handler));
        return this;
    }

    public int port() {
        return server.getPort();
    }

    public String address() {
        return "127.0.0.1:" + port();
    }

    /** Requests of a kind, in their order. */
    public <Q extends Message> List<Q> asked(Class<Q> type) {
        return asked.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The one request of a kind. */
    public <Q extends Message> Q askedOnce(Class<Q> type) {
        List<Q> all = asked(type);
        if (all.size() != 1) {
            throw new AssertionError("asked " + all.size() + " times: " + all);
        }
        return all.get(0);
    }

    /** The authorization header of each call; empty where there was none. */
    public List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Script extends HandlerRegistry {

        @Override
        public ServerMethodDefinition<?, ?> lookupMethod(String name, String authority) {
            return script.get(name);
        }
    }

    private final class Listener implements ServerInterceptor {

        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            String authorization = headers.get(AUTHORIZATION);
            authorizations.add(authorization == null ? "" : authorization);
            return next.startCall(call, headers);
        }
    }
}

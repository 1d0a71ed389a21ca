package dev.fairlead.server.control;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.BackendServiceGrpc.BackendServiceBlockingStub;
import dev.fairlead.control.v1.ConfigServiceGrpc;
import dev.fairlead.control.v1.ConfigServiceGrpc.ConfigServiceBlockingStub;
import dev.fairlead.control.v1.PluginServiceGrpc;
import dev.fairlead.control.v1.PluginServiceGrpc.PluginServiceBlockingStub;
import dev.fairlead.control.v1.PoolServiceGrpc;
import dev.fairlead.control.v1.PoolServiceGrpc.PoolServiceBlockingStub;
import dev.fairlead.control.v1.StrategyServiceGrpc;
import dev.fairlead.control.v1.StrategyServiceGrpc.StrategyServiceBlockingStub;
import dev.fairlead.server.control.auth.Authentication;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;

/** Someone at the other end of a real channel. */
public final class Operator implements AutoCloseable {

    private final ManagedChannel connection;
    private final Channel channel;

    Operator(ManagedChannel connection, String token) {
        this.connection = connection;
        Metadata metadata = new Metadata();
        if (!token.isEmpty()) {
            metadata.put(Authentication.AUTHORIZATION, "Bearer " + token);
        }
        this.channel = ClientInterceptors.intercept(connection, MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    public static Operator at(InetSocketAddress address, String token) {
        return new Operator(
                NettyChannelBuilder.forAddress(address).usePlaintext().build(), token);
    }

    public Channel channel() {
        return channel;
    }

    public PoolServiceBlockingStub pools() {
        return PoolServiceGrpc.newBlockingStub(channel);
    }

    public BackendServiceBlockingStub backends() {
        return BackendServiceGrpc.newBlockingStub(channel);
    }

    public StrategyServiceBlockingStub strategies() {
        return StrategyServiceGrpc.newBlockingStub(channel);
    }

    public PluginServiceBlockingStub plugins() {
        return PluginServiceGrpc.newBlockingStub(channel);
    }

    public ConfigServiceBlockingStub config() {
        return ConfigServiceGrpc.newBlockingStub(channel);
    }

    /** The status of a call that must fail. */
    public static Refused refused(Supplier<?> call) {
        try {
            Object answer = call.get();
            throw new AssertionError("was answered with " + answer);
        } catch (StatusRuntimeException e) {
            com.google.rpc.Status status = StatusProto.fromThrowable(e);
            return new Refused(e.getStatus(), status == null ? com.google.rpc.Status.getDefaultInstance() : status);
        }
    }

    /** A failed call's status, with its details. */
    public record Refused(Status status, com.google.rpc.Status details) {

        public Status.Code code() {
            return status.getCode();
        }

        public String sentence() {
            return String.valueOf(status.getDescription());
        }

        public <T extends Message> T detail(Class<T> type) {
            return details.getDetailsList().stream()
                    .filter(any -> any.is(type))
                    .flatMap(any -> {
                        try {
                            return Stream.of(any.unpack(type));
                        } catch (InvalidProtocolBufferException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " in " + details));
        }

        /** As {@code field: text}. */
        public List<String> violations() {
            return detail(BadRequest.class).getFieldViolationsList().stream()
                    .map(violation -> violation.getField() + ": " + violation.getDescription())
                    .toList();
        }

        public Refused is(Status.Code code) {
            Assertions.assertThat(code()).as(sentence()).isEqualTo(code);
            return this;
        }
    }

    @Override
    public void close() {
        connection.shutdownNow();
    }
}

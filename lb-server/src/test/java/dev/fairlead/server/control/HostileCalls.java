package dev.fairlead.server.control;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.ConfigServiceGrpc;
import dev.fairlead.control.v1.ExplainServiceGrpc;
import dev.fairlead.control.v1.PluginServiceGrpc;
import dev.fairlead.control.v1.PoolServiceGrpc;
import dev.fairlead.control.v1.StrategyServiceGrpc;
import dev.fairlead.control.v1.WatchServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Calls of every method that the port has, with what no client of ours would send. */
final class HostileCalls {

    static final List<MethodDescriptor<?, ?>> METHODS = Stream.of(
                    PoolServiceGrpc.getServiceDescriptor(),
                    BackendServiceGrpc.getServiceDescriptor(),
                    StrategyServiceGrpc.getServiceDescriptor(),
                    ExplainServiceGrpc.getServiceDescriptor(),
                    PluginServiceGrpc.getServiceDescriptor(),
                    ConfigServiceGrpc.getServiceDescriptor(),
                    WatchServiceGrpc.getServiceDescriptor(),
                    HealthGrpc.getServiceDescriptor(),
                    ServerReflectionGrpc.getServiceDescriptor())
            .map(ServiceDescriptor::getMethods)
            .flatMap(methods -> methods.stream().<MethodDescriptor<?, ?>>map(method -> method))
            .toList();

    private static final String BOMB = "a0 = xxxxxxxxxx\n"
            + IntStream.range(0, 40)
                    .mapToObj(i -> "a%d = ${a%d}${a%d}".formatted(i + 1, i, i))
                    .collect(Collectors.joining("\n"));

    private static final List<String> TEXTS = List.of(
            "",
            "default",
            "127.0.0.1:1",
            "*",
            "../../../../etc/passwd",
            "/dev/zero",
            "plugins/evil.jar",
            "x.yaml",
            "${?HOME}${PATH}",
            "a\r\nby=root role=write\u001b[2J\u0000\u2028",
            "\uD83D\uDCA3".repeat(50),
            "-1",
            "1e999999999",
            "999999999999999999999d",
            "{\"a\":".repeat(500),
            "a: &a [*a]",
            BOMB,
            "x".repeat(200_000));

    private final Channel channel;
    private final RandomGenerator random;

    HostileCalls(Channel channel, RandomGenerator random) {
        this.channel = channel;
        this.random = random;
    }

    /** How the call ended; one that would go on is cancelled after its first answer. */
    Status call(MethodDescriptor<?, ?> method) {
        MethodDescriptor<byte[], byte[]> raw = method.toBuilder(BYTES, BYTES).build();
        ClientCall<byte[], byte[]> call =
                channel.newCall(raw, CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS));
        CompletableFuture<Status> ended = new CompletableFuture<>();
        CompletableFuture<Boolean> seenEnough = new CompletableFuture<>();
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(byte[] message) {
                        if (!method.getType().serverSendsOneMessage()) {
                            seenEnough.complete(true);
                        }
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        ended.complete(status);
                    }
                },
                new Metadata());
        call.request(2);
        call.sendMessage(request(method));
        call.halfClose();
        CompletableFuture.anyOf(ended, seenEnough).join();
        if (seenEnough.isDone()) {
            call.cancel("seen enough", null);
        }
        return ended.join();
    }

    private byte[] request(MethodDescriptor<?, ?> method) {
        if (random.nextInt(4) == 0) {
            byte[] noise = new byte[random.nextInt(10) == 0 ? 1 << 20 : random.nextInt(300)];
            random.nextBytes(noise);
            return noise;
        }
        Descriptor type = ((ProtoMethodDescriptorSupplier) method.getSchemaDescriptor())
                .getMethodDescriptor()
                .getInputType();
        return message(type, 0).toByteArray();
    }

    private Message message(Descriptor type, int depth) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        for (FieldDescriptor field : type.getFields()) {
            if (random.nextInt(3) > 0 && depth < 6) {
                if (field.isRepeated()) {
                    int count = random.nextInt(20) == 0 ? 1_100 : random.nextInt(4);
                    for (int i = 0; i < count && (depth < 3 || i < 3); i++) {
                        message.addRepeatedField(field, value(field, depth));
                    }
                } else {
                    message.setField(field, value(field, depth));
                }
            }
        }
        return message.build();
    }

    private Object value(FieldDescriptor field, int depth) {
        return switch (field.getJavaType()) {
            case INT -> random.nextBoolean() ? random.nextInt() : random.nextInt(5);
            case LONG -> random.nextBoolean() ? random.nextLong() : random.nextInt(5);
            case FLOAT -> random.nextBoolean() ? Float.NaN : random.nextFloat();
            case DOUBLE -> random.nextBoolean() ? Double.POSITIVE_INFINITY : random.nextDouble() * 1e300;
            case BOOLEAN -> random.nextBoolean();
            case STRING -> text(depth);
            case BYTE_STRING -> ByteString.copyFromUtf8(text(depth));
            case ENUM ->
                field.getEnumType()
                        .getValues()
                        .get(random.nextInt(field.getEnumType().getValues().size()));
            case MESSAGE -> message(field.getMessageType(), depth + 1);
        };
    }

    private String text(int depth) {
        String text = TEXTS.get(random.nextInt(TEXTS.size()));
        return depth > 1 && text.length() > 1000 ? "default" : text;
    }

    static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] bytes) {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };
}

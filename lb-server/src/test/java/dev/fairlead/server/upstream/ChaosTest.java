package dev.fairlead.server.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.fairlead.server.upstream.ScriptedBackend.Peer;
import dev.fairlead.server.upstream.http1.BodyFraming;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Many exchanges at once with a backend that breaks something every other time. Whatever happens, an answer belongs to its
 * own request, every exchange ends once, and nothing is left over.
 */
class ChaosTest {

    private static final int ROUNDS = 60;
    private static final int AT_ONCE = 24;

    @Test
    void nobodyEverGetsAnothersAnswer() throws Exception {
        int answered = 0;
        int failed = 0;
        ServerSocket server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread acceptor = new Thread(() -> acceptAll(server));
        acceptor.start();
        try (server;
                Bench bench = new Bench(server.getLocalPort())) {
            long descriptors = descriptors();
            Random random = new Random(11);
            for (int round = 0; round < ROUNDS; round++) {
                List<Call> calls = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    calls.add(call(bench, random, round + "-" + i));
                }
                for (int i = 0; i < AT_ONCE; i++) {
                    Call call = Bench.await(calls.get(i).over);
                    if (call.failure == null) {
                        answered++;
                        assertThat(call.body()).isEqualTo(round + "-" + i);
                        assertThat(call.events).containsExactly("connected", "head", "ended");
                    } else {
                        failed++;
                        assertThat(call.events).containsOnlyOnce("failed").doesNotContain("ended");
                        assertThat(call.failure).isNotEqualTo(UpstreamFailure.CANCELLED);
                    }
                }
            }
            bench.connections.close();
            Bench.until("all descriptors back", () -> descriptors() <= descriptors);
        }
        acceptor.join();
        assertThat(answered).isGreaterThan(ROUNDS * AT_ONCE / 4);
        assertThat(failed).isGreaterThan(ROUNDS * AT_ONCE / 20);
    }

    private static Call call(Bench bench, Random random, String id) {
        byte[] upload = new byte[random.nextInt(3) == 0 ? random.nextInt(200_000) : 0];
        BodyFraming framing = upload.length == 0
                ? BodyFraming.NONE
                : random.nextBoolean() ? BodyFraming.CHUNKED : BodyFraming.length(upload.length);
        Request request = new Request("POST", "/" + id, framing, false, "");
        long limit = TimeUnit.MILLISECONDS.toNanos(200);
        return bench.send(random.nextInt(2), new Call(request, new ExchangeTimeouts(limit, 0, limit), upload));
    }

    private static void acceptAll(ServerSocket server) {
        List<CompletableFuture<Void>> serving = new ArrayList<>();
        int seed = 0;
        while (true) {
            try {
                Peer peer = new Peer(server.accept());
                Random random = new Random(seed++);
                CompletableFuture<Void> done = new CompletableFuture<>();
                new Thread(() -> {
                            serve(peer, random);
                            done.complete(null);
                        })
                        .start();
                serving.add(done);
            } catch (IOException closed) {
                CompletableFuture.allOf(serving.toArray(CompletableFuture[]::new))
                        .join();
                return;
            }
        }
    }

    private static void serve(Peer peer, Random random) {
        try {
            try {
                while (request(peer, random)) {}
            } finally {
                peer.close();
            }
        } catch (IOException hungUp) {
            assertThat(hungUp).isNotNull();
        }
    }

    /** Of this process, where the operating system tells. */
    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }

    /** Whether the connection goes on. */
    private static boolean request(Peer peer, Random random) throws IOException {
        String head = peer.head();
        String id = head.substring(head.indexOf('/') + 1, head.indexOf(" HTTP"));
        boolean early = random.nextInt(10) == 0;
        if (!early) {
            readBody(peer, head);
        }
        String ok = "HTTP/1.1 200 OK\r\nContent-Length: " + id.length() + "\r\n\r\n" + id;
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(id.length())
                + "\r\n" + id + "\r\n0\r\n\r\n";
        switch (random.nextInt(14)) {
            case 0 -> {
                peer.reset();
                return false;
            }
            case 1 -> peer.write(ok.substring(0, random.nextInt(ok.length()))).close();
            case 2 -> peer.write(ok + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
            case 3 -> peer.write("HTTP/1.1 200 OK\r\n\r\n" + id).close();
            case 4 -> peer.write("nonsense\r\n\r\n");
            case 5 -> peer.write("HTTP/1.1 200 OK\r\nContent-Length: 7\r\nContent-Length: 6\r\n\r\npoison");
            case 6 -> peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
            case 7 -> {
                if (random.nextInt(10) == 0) {
                    peer.rest(); // says nothing until it is left
                }
                return false;
            }
            case 8, 9 -> peer.write("HTTP/1.1 103 Early Hints\r\n\r\n" + chunked);
            case 10 -> {
                for (byte octet : chunked.getBytes(ISO_8859_1)) {
                    peer.write(new byte[] {octet});
                }
            }
            default -> peer.write(random.nextBoolean() ? ok : chunked);
        }
        return !early;
    }

    private static void readBody(Peer peer, String head) throws IOException {
        int length = head.indexOf("Content-Length: ");
        if (length >= 0) {
            int from = length + "Content-Length: ".length();
            peer.read(Integer.parseInt(head.substring(from, head.indexOf('\r', from))));
        } else if (head.contains("chunked")) {
            StringBuilder line = new StringBuilder();
            while (true) {
                line.setLength(0);
                while (line.indexOf("\r\n") < 0) {
                    String octet = peer.read(1);
                    if (octet.isEmpty()) {
                        throw new IOException("closed in a body");
                    }
                    line.append(octet);
                }
                int chunk = Integer.parseInt(line.substring(0, line.length() - 2), 16);
                peer.read(chunk + 2);
                if (chunk == 0) {
                    return;
                }
            }
        }
    }
}

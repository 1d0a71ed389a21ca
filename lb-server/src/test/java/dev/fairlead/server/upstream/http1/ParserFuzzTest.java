package dev.fairlead.server.upstream.http1;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** However the bytes of a response are cut, and whatever they are, parsing ends the same way and in a named one. */
class ParserFuzzTest {

    private static final List<String> CORPUS = List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nhello",
            "HTTP/1.1 200 \r\nTransfer-Encoding: CHUNKED\r\n\r\n5;a=\"b\"\r\nhello\r\n00a\r\n0123456789\r\n0\r\nT: 1\r\n\r\n",
            "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            "HTTP/1.1 204\r\n\r\n",
            "HTTP/1.0 200 OK\r\nConnection: keep-alive, x\r\nContent-Length: 1\r\n\r\nx",
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 12\r\nEmpty:\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n",
            "HTTP/1.1 200 OK\r\nA: b\n\r\n",
            "ICY 200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nno colon\r\n\r\n");

    @Test
    void everyCutGivesTheSameResult() {
        for (String response : CORPUS) {
            byte[] bytes = response.getBytes(StandardCharsets.ISO_8859_1);
            String whole = outcome(bytes, bytes.length, bytes.length);
            for (int first = 1; first < bytes.length; first++) {
                for (int second = first; second < bytes.length; second++) {
                    assertThat(outcome(bytes, first, second))
                            .as("%s cut at %d, %d", response, first, second)
                            .isEqualTo(whole);
                }
            }
            assertThat(outcomeBySteps(bytes)).isEqualTo(whole);
        }
    }

    @Test
    void mutationsEndInAResultOrTheNamedFailure() {
        Random random = new Random(20_260_101);
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = CORPUS.get(random.nextInt(CORPUS.size())).getBytes(StandardCharsets.ISO_8859_1);
            byte[] mutant = mutate(bytes, random);
            String whole = outcome(mutant, mutant.length, mutant.length);
            int first = random.nextInt(mutant.length + 1);
            int second = first + random.nextInt(mutant.length - first + 1);
            assertThat(outcome(mutant, first, second))
                    .as(() -> new String(mutant, StandardCharsets.ISO_8859_1))
                    .isEqualTo(whole);
        }
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        byte[] mutant = bytes.clone();
        String interesting = "\r\n\0\t :;,0159aAfF-+xX\177\377";
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(mutant.length);
            switch (random.nextInt(4)) {
                case 0 -> mutant[at] = (byte) random.nextInt(256);
                case 1 -> mutant[at] = (byte) interesting.charAt(random.nextInt(interesting.length()));
                case 2 -> mutant = splice(mutant, at, at + 1 + random.nextInt(mutant.length - at), new byte[0]);
                default -> mutant = splice(mutant, at, at, java.util.Arrays.copyOfRange(mutant, 0, at));
            }
            if (mutant.length == 0) {
                return new byte[] {'H'};
            }
        }
        return mutant;
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] with) {
        ByteBuffer result = ByteBuffer.allocate(bytes.length - (to - from) + with.length);
        return result.put(bytes, 0, from)
                .put(with)
                .put(bytes, to, bytes.length - to)
                .array();
    }

    private static String outcome(byte[] bytes, int first, int second) {
        Reading reading = new Reading();
        reading.feed(bytes, 0, first);
        reading.feed(bytes, first, second);
        reading.feed(bytes, second, bytes.length);
        return reading.toString();
    }

    private static String outcomeBySteps(byte[] bytes) {
        Reading reading = new Reading();
        for (int i = 0; i < bytes.length; i++) {
            reading.feed(bytes, i, i + 1);
        }
        return reading.toString();
    }

    /** What a connection does with its input, without the connection. */
    private static final class Reading {

        private final InputBuffer input = new InputBuffer();
        private final HeadParser parser = new HeadParser();
        private final ResponseFraming framing = new ResponseFraming();
        private final StringBuilder seen = new StringBuilder();
        private final StringBuilder body = new StringBuilder();
        private final ByteBuffer target = ByteBuffer.allocate(7);
        private @Nullable BodyFraming body1;
        private ChunkDecoder chunks = new ChunkDecoder();
        private long left;
        private @Nullable MalformedResponse failure;

        void feed(byte[] bytes, int from, int to) {
            if (failure != null) {
                return;
            }
            System.arraycopy(bytes, from, input.bytes, input.end, to - from);
            input.end += to - from;
            try {
                proceed();
            } catch (MalformedResponse e) {
                failure = e;
            }
        }

        private void proceed() throws MalformedResponse {
            while (body1 == null && input.available() > 0 && parser.parse(input)) {
                ParsedHead head = parser.head();
                seen.append(head.status()).append(' ').append(head.reason()).append('\n');
                head.forEach((b, n, nl, v, vl) -> seen.append(new String(b, n, nl, StandardCharsets.ISO_8859_1))
                        .append('=')
                        .append(new String(b, v, vl, StandardCharsets.ISO_8859_1))
                        .append('\n'));
                if (!head.interim()) {
                    framing.read(head, false, false);
                    body1 = head.framing();
                    left = body1.length();
                    seen.append(body1).append(framing.persistent(head)).append('\n');
                }
                input.skip(parser.length());
                parser.reset();
            }
            if (body1 != null) {
                proceedBody(body1);
            }
        }

        private void proceedBody(BodyFraming framing) throws MalformedResponse {
            while (input.available() > 0) {
                int count = switch (framing.kind()) {
                    case CHUNKED -> chunks.decode(input, target.clear());
                    case LENGTH -> input.drainTo(target.clear(), left);
                    default -> input.drainTo(target.clear(), Long.MAX_VALUE);
                };
                left -= count;
                body.append(new String(target.array(), 0, count, StandardCharsets.ISO_8859_1));
                if (count == 0) {
                    return;
                }
            }
        }

        /** Of what failed only the failure counts: how far one gets before depends on the cut. */
        @Override
        public String toString() {
            return failure != null
                    ? "failed, head too large: " + failure.headTooLarge()
                    : seen + body.toString() + chunks.trailers() + chunks.done() + input.available();
        }
    }
}

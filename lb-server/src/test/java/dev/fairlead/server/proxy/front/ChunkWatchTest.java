package dev.fairlead.server.proxy.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChunkWatchTest {

    private static boolean follows(String body, int step) {
        ChunkWatch watch = new ChunkWatch(false);
        ByteBuffer bytes = ByteBuffer.wrap(body.replace("~", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        boolean valid = true;
        for (int at = 0; at < bytes.limit(); at += step) {
            valid &= watch.follow(bytes, at, Math.min(bytes.limit(), at + step));
        }
        return valid;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0~~",
                "3~abc~0~~",
                "3;name=\"x y\"~abc~A~0123456789~00~~GET / HTTP/1.1~",
                "2 \t;x=y~ab~0 ~~",
                "1 ~a~0~X-Sum: 1~X-Other:\t\u00e9~~",
                "3~a\nb~0~~",
            })
    void bodiesAreFollowedHoweverTheyArrive(String body) {
        for (int step : new int[] {1, 2, 3, 1000}) {
            assertThat(follows(body, step)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "~",
                "\n",
                "3\nabc~0~~",
                "3~abc\n0~~",
                "3~abcd~0~~",
                "g~",
                "-1~",
                "0x3~abc~",
                "3~abc~nonsense~",
                "2 abc~ab~0~~",
                "2 3~ab~0~~",
                "2 \t\u0000~ab~0~~",
                "1234567890abcdef~",
                "0~X Y: z~~",
                "0~X: \u0000~~",
                "0~X: y~ folded~~",
                "0~ X: y~~",
                "0~\n",
                "3;a\nb~",
            })
    void whatOthersMightReadDifferentlyIsNoBody(String body) {
        for (int step : new int[] {1, 2, 3, 1000}) {
            assertThat(follows(body, step)).isFalse();
        }
    }
}

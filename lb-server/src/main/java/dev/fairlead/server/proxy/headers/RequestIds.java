package dev.fairlead.server.proxy.headers;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Generates request ids: a random number per process, so that two processes do not generate the same ids, the lane, and
 * a count per lane. Unique and cheap, not secret.
 */
public final class RequestIds {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH = 28;
    private static final int LONGEST_TAKEN_OVER = 128;

    private final long process;

    /** A cell per lane, far apart; each is written by its IO thread only. */
    private final long[] counts;

    public RequestIds(RandomGenerator random, int lanes) {
        this.process = random.nextLong();
        this.counts = new long[lanes * 16];
    }

    public String next(int lane) {
        long count = counts[lane * 16]++;
        byte[] id = new byte[LENGTH];
        put(id, 0, 12, process);
        put(id, 12, 4, lane);
        put(id, 16, 12, count);
        return new String(id, StandardCharsets.ISO_8859_1);
    }

    /** The trusted peer's, if it is one that can stand in a log line. */
    public String takeOver(@Nullable String sent, int lane) {
        return sent != null && isPlain(sent) ? sent : next(lane);
    }

    private static boolean isPlain(String id) {
        if (id.isEmpty() || id.length() > LONGEST_TAKEN_OVER) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private static void put(byte[] to, int offset, int digits, long value) {
        long rest = value;
        for (int i = offset + digits - 1; i >= offset; i--) {
            to[i] = HEX[(int) (rest & 0xf)];
            rest >>>= 4;
        }
    }
}

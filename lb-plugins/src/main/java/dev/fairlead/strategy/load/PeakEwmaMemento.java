package dev.fairlead.strategy.load;

import dev.fairlead.spi.Memento;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Response times as bytes: their number, then for each the id, the estimate, and its age. */
final class PeakEwmaMemento {
    private static final String FORMAT = "peak_ewma/1";

    private PeakEwmaMemento() {}

    static Memento write(Map<String, ResponseTime> times, long now) {
        Map<String, ResponseTime> observed = new TreeMap<>(times);
        observed.values().removeIf(time -> !time.observed());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(observed.size());
            for (Map.Entry<String, ResponseTime> entry : observed.entrySet()) {
                out.writeUTF(entry.getKey());
                out.writeFloat(entry.getValue().lastNanos());
                out.writeInt(entry.getValue().ageTicks(now));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return new Memento(FORMAT, bytes.toByteArray());
    }

    /** Empty if the format is not ours or the length is wrong. */
    static Map<String, ResponseTime> read(@Nullable Memento memento, long now) {
        Map<String, ResponseTime> times = new TreeMap<>();
        if (memento == null || !memento.format().equals(FORMAT)) {
            return times;
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(memento.bytes()))) {
            for (int left = in.readInt(); left > 0; left--) {
                String id = in.readUTF();
                float nanos = in.readFloat();
                int age = in.readInt();
                if (nanos >= 0 && nanos < Float.POSITIVE_INFINITY) {
                    times.put(id, ResponseTime.remembered(now, nanos, Math.max(0, age)));
                }
            }
        } catch (IOException e) {
            return Map.of();
        }
        return times;
    }
}

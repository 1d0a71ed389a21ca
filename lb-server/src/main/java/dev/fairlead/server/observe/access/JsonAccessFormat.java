package dev.fairlead.server.observe.access;

import dev.fairlead.server.text.JsonWriter;
import dev.fairlead.server.text.WireText;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** One JSON object per line, with every attempt. */
final class JsonAccessFormat implements AccessFormat {

    @Override
    public void write(AccessEntry entry, StringBuilder line) {
        JsonWriter json = new JsonWriter(line)
                .object()
                .field("time", entry.at().truncatedTo(ChronoUnit.MILLIS).toString())
                .field("request_id", WireText.text(entry.requestId()))
                .field("client", entry.client())
                .field("method", WireText.text(entry.method()))
                .field("host", WireText.text(entry.host()))
                .field("path", WireText.text(entry.path()));
        if (!entry.query().isEmpty()) {
            json.field("query", WireText.text(entry.query()));
        }
        json.field("protocol", WireText.text(entry.protocol()))
                .field("status", entry.status())
                .field("bytes", entry.bytesOut())
                .field("bytes_received", entry.bytesIn())
                .millis("duration_ms", entry.durationNanos());
        if (!entry.route().isEmpty()) {
            json.field("route", entry.route());
        }
        json.field("pool", entry.pool());
        chosen(json, entry.attempts());
        json.name("attempts").array();
        entry.attempts().forEach(attempt -> write(json, attempt));
        json.endArray().field("end", entry.end());
        if (!entry.reason().isEmpty()) {
            json.field("reason", entry.reason());
        }
        json.endObject();
        line.append('\n');
    }

    /** Retries may see a newer table; this shows what the last attempt saw. */
    private static void chosen(JsonWriter json, List<AccessEntry.Try> attempts) {
        if (!attempts.isEmpty()) {
            AccessEntry.Try last = attempts.get(attempts.size() - 1);
            json.field("strategy", last.strategy()).field("generation", last.generation());
        }
    }

    private static void write(JsonWriter json, AccessEntry.Try attempt) {
        json.object().field("backend", attempt.backend());
        since(json, "connect_ms", attempt.connectNanos());
        since(json, "first_byte_ms", attempt.headNanos());
        since(json, "total_ms", attempt.totalNanos());
        json.field("reused", attempt.reused()).field("outcome", attempt.outcome());
        if (attempt.status() > 0) {
            json.field("status", attempt.status());
        }
        if (!attempt.detail().isEmpty()) {
            json.field("detail", WireText.text(attempt.detail()));
        }
        json.endObject();
    }

    /** Omitted if the step was not reached. */
    private static void since(JsonWriter json, String name, long nanos) {
        if (nanos >= 0) {
            json.millis(name, nanos);
        }
    }
}

package dev.fairlead.server.control.call;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import dev.fairlead.server.control.auth.Caller;
import dev.fairlead.server.live.ChangeResult;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who requested what from where, and the result. */
final class AuditLine {

    /** Its own name instead of a class name, because operators configure it by this name. */
    static final String LOGGER = "fairlead.audit";

    private static final Logger audit = LoggerFactory.getLogger(LOGGER);
    private static final int LONGEST = 600;
    private static final TextFormat.Printer PRINTER =
            TextFormat.printer().escapingNonAscii(false).emittingSingleLine(true);

    private final Caller caller;
    private final String call;
    private final @Nullable Message request;

    /** @param call as in {@code fairlead.control.v1.PoolService/CreatePool} */
    AuditLine(Caller caller, String call, @Nullable Message request) {
        this.caller = caller;
        this.call = call.substring(call.lastIndexOf('.') + 1);
        this.request = request;
    }

    void answered(Message answer) {
        Message outcome = part(answer, "outcome");
        int problems = count(answer, "problems");
        boolean tried = outcome != null && text(outcome, "validate_only").equals("true");
        write(
                problems > 0 ? "refused" : tried ? "tried" : "ok",
                "revision=" + text(answer, "revision")
                        + (outcome == null ? "" : " changed=" + text(outcome, "changed"))
                        + (problems > 0 ? " problems=" + problems : ""));
    }

    /** Of what was made for a caller who did not wait for it. */
    void made(ChangeResult result) {
        write(
                result.dryRun() ? "tried" : "ok",
                "revision=" + result.revision() + " changed=" + result.changed()
                        + " cause=\"the caller did not wait for the answer\"");
    }

    void failed(String code, String cause) {
        write(code.toLowerCase(Locale.ROOT), "cause=" + quoted(cause));
    }

    private void write(String result, String details) {
        audit.info(
                "by={} role={} from={} call={} request={{}} result={} {} message={}",
                caller.name(),
                caller.role().name().toLowerCase(Locale.ROOT),
                caller.from(),
                call,
                request == null ? "" : shortened(PRINTER.printToString(withoutTheObvious(request))),
                result,
                details,
                quoted(request == null ? "" : text(request, "message")));
    }

    /** Without the parts that the line has elsewhere, and without the content of files. */
    private static Message withoutTheObvious(Message request) {
        Message.Builder less = sized(request).toBuilder();
        for (String field : List.of("message", "validate_only")) {
            FieldDescriptor known = request.getDescriptorForType().findFieldByName(field);
            if (known != null) {
                less.clearField(known);
            }
        }
        return less.build();
    }

    private static Message sized(Message message) {
        Message.Builder sized = message.toBuilder();
        message.getAllFields().forEach((field, value) -> {
            if (value instanceof ByteString bytes) {
                sized.setField(field, ByteString.copyFromUtf8(bytes.size() + " bytes"));
            } else if (value instanceof Message inner) {
                sized.setField(field, sized(inner));
            }
        });
        return sized.build();
    }

    private static @Nullable Message part(Message message, String name) {
        FieldDescriptor field = message.getDescriptorForType().findFieldByName(name);
        return field != null && message.hasField(field) ? (Message) message.getField(field) : null;
    }

    private static int count(Message message, String name) {
        FieldDescriptor field = message.getDescriptorForType().findFieldByName(name);
        return field == null ? 0 : message.getRepeatedFieldCount(field);
    }

    private static String text(Message message, String name) {
        FieldDescriptor field = message.getDescriptorForType().findFieldByName(name);
        return field == null ? "" : String.valueOf(message.getField(field));
    }

    /** On one line, whatever a caller wrote: no caller can add lines to this log. */
    private static String quoted(String text) {
        return "\""
                + shortened(TextFormat.escapeDoubleQuotesAndBackslashes(text).replaceAll("\\p{Cntrl}", " ")) + "\"";
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}

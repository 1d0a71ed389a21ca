package dev.fairlead.ctl.output;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** An API answer as a document. Fields without presence are always included, so that readers need not guess. */
final class Documents {

    private static final JsonFormat.Printer PRINTER = JsonFormat.printer().alwaysPrintFieldsWithNoPresence();

    private Documents() {}

    static String json(Message answer) {
        return print(PRINTER, answer);
    }

    static String jsonLine(Message answer) {
        return print(PRINTER.omittingInsignificantWhitespace(), answer);
    }

    /** JSON is valid YAML; this writes the same content in the usual YAML form. */
    static String yaml(Message answer) {
        Object document = new Load(LoadSettings.builder().build()).loadFromString(json(answer));
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setIndentWithIndicator(true)
                .setIndicatorIndent(2)
                .build();
        return new Dump(settings).dumpToString(document).stripTrailing();
    }

    private static String print(JsonFormat.Printer printer, Message answer) {
        try {
            // characters that JSON allows but that control a terminal are escaped as in JSON
            return Printable.ofLines(printer.print(answer));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("an answer without Any fields has a JSON form", e);
        }
    }
}

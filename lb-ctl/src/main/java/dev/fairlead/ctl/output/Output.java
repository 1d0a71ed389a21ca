package dev.fairlead.ctl.output;

import com.google.protobuf.Message;
import java.io.PrintWriter;
import java.util.List;

/**
 * The output of a command: data on stdout in the requested format, messages on stderr. Text from the server is made
 * {@link Printable} here, except in documents, which do their own escaping.
 */
public final class Output {

    private final PrintWriter out;
    private final PrintWriter err;
    private final Format format;
    private final boolean quiet;
    private final boolean colours;

    public Output(PrintWriter out, PrintWriter err, Format format, boolean quiet, boolean colours) {
        this.out = out;
        this.err = err;
        this.format = format;
        this.quiet = quiet;
        this.colours = colours;
    }

    /** An answer with many objects. */
    public <T> void list(Message answer, List<T> rows, TableLayout<T> layout) {
        switch (format) {
            case json, yaml -> document(answer);
            case name -> rows.forEach(row -> out.println(layout.name(row)));
            case table, wide -> table(rows, layout);
        }
        out.flush();
    }

    /** An answer about one object. */
    public void facts(Message answer, String name, Facts facts) {
        switch (format) {
            case json, yaml -> document(answer);
            case name -> out.println(Printable.of(name));
            case table, wide -> facts.lines(colours).forEach(out::println);
        }
        out.flush();
    }

    /** The answer to a change: with --quiet no table either, but still a requested document. */
    public <T> void changed(Message answer, List<T> rows, TableLayout<T> layout) {
        if (!quiet || isDocument() || format == Format.name) {
            list(answer, rows, layout);
        }
    }

    /** The same for a change of one object. */
    public void changedFacts(Message answer, String name, Facts facts) {
        if (!quiet || isDocument() || format == Format.name) {
            facts(answer, name, facts);
        }
    }

    /** The answer to a change with nothing else to show. */
    public void summary(Message answer, String name) {
        switch (format) {
            case json, yaml -> document(answer);
            case name -> line(name);
            case table, wide -> {}
        }
    }

    /** One answer of a stream; flushed when this returns. */
    public void event(Message answer, String name, List<String> lines) {
        switch (format) {
            case json -> out.println(Documents.jsonLine(answer));
            case yaml -> out.println("---\n" + Documents.yaml(answer));
            case name -> out.println(Printable.of(name));
            case table, wide -> lines.stream().map(Printable::of).forEach(out::println);
        }
        out.flush();
    }

    public <T> void table(List<T> rows, TableLayout<T> layout) {
        layout.lines(rows, format == Format.wide, colours).forEach(out::println);
        out.flush();
    }

    /** The whole answer, for programs. */
    public void document(Message answer) {
        out.println(format == Format.yaml ? Documents.yaml(answer) : Documents.json(answer));
        out.flush();
    }

    public void line(String text) {
        out.println(Printable.of(text));
        out.flush();
    }

    /** A message, suppressed by --quiet. */
    public void say(String words) {
        if (!quiet) {
            warn(words);
        }
    }

    /** A message that is never suppressed. */
    public void warn(String words) {
        err.println(Printable.of(words));
        err.flush();
    }

    /** A question; the user types the answer after it. */
    public void prompt(String question) {
        err.print(Printable.of(question));
        err.flush();
    }

    /** A control sequence for the terminal. */
    public void raw(String codes) {
        out.print(codes);
        out.flush();
    }

    /** A text with its own line breaks. */
    public void text(String lines) {
        out.print(Printable.ofLines(lines));
        if (!lines.endsWith("\n")) {
            out.println();
        }
        out.flush();
    }

    public boolean isForPeople() {
        return format == Format.table || format == Format.wide;
    }

    public boolean isDocument() {
        return format == Format.json || format == Format.yaml;
    }

    public Format format() {
        return format;
    }

    public boolean isQuiet() {
        return quiet;
    }

    public boolean hasColours() {
        return colours;
    }

    /** Whether the reader of stdout has ended, as {@code head} does. */
    public boolean isAbandoned() {
        return out.checkError();
    }
}

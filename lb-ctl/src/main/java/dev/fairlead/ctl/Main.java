package dev.fairlead.ctl;

import dev.fairlead.ctl.command.Surroundings;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Runs one command and leaves with its exit code. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(new Program(Surroundings.ofThisProcess(), writer(FileDescriptor.out), writer(FileDescriptor.err))
                .run(args));
    }

    /** UTF-8 whatever the locale says: documents are read by programs. */
    private static PrintWriter writer(FileDescriptor stream) {
        return new PrintWriter(
                new BufferedWriter(new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8)));
    }
}

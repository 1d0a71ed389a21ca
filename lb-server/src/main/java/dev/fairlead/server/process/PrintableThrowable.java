package dev.fairlead.server.process;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import dev.fairlead.server.text.Printable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A throwable whose only lines in the log are those of its stack: its messages and names cannot add any. */
record PrintableThrowable(IThrowableProxy inner) implements IThrowableProxy {

    /** Its lines, each with a line break. */
    static String lines(IThrowableProxy throwable) {
        return ThrowableProxyUtil.asString(new PrintableThrowable(throwable));
    }

    @Override
    public @Nullable String getMessage() {
        return printable(inner.getMessage());
    }

    @Override
    public @Nullable String getOverridingMessage() {
        return printable(inner.getOverridingMessage());
    }

    @Override
    public @Nullable String getClassName() {
        return printable(inner.getClassName());
    }

    private static @Nullable String printable(@Nullable String text) {
        return text == null ? null : Printable.of(text);
    }

    /** Class files may use arbitrary method names. */
    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
        return Stream.of(inner.getStackTraceElementProxyArray())
                .map(PrintableThrowable::printable)
                .toArray(StackTraceElementProxy[]::new);
    }

    private static StackTraceElementProxy printable(StackTraceElementProxy step) {
        StackTraceElement element = step.getStackTraceElement();
        String shown = element.toString();
        return Printable.of(shown).equals(shown)
                ? step
                : new StackTraceElementProxy(new StackTraceElement(
                        Printable.of(element.getClassName()),
                        Printable.of(element.getMethodName()),
                        printable(element.getFileName()),
                        element.getLineNumber()));
    }

    @Override
    public int getCommonFrames() {
        return inner.getCommonFrames();
    }

    @Override
    public @Nullable IThrowableProxy getCause() {
        return inner.getCause() == null ? null : new PrintableThrowable(inner.getCause());
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
        return Stream.of(inner.getSuppressed()).map(PrintableThrowable::new).toArray(IThrowableProxy[]::new);
    }

    @Override
    public boolean isCyclic() {
        return inner.isCyclic();
    }
}

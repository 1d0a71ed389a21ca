package dev.fairlead.server.process;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * Handles signals. The JDK's only API for them is {@code sun.misc.Signal}, which every JDK has but none guarantees. The
 * compiler warns about it, so it is called by reflection.
 */
public final class Signals {

    /** The signal number, which a shell adds to 128 for a process ended by that signal. */
    public enum Kind {
        HUP(1),
        INT(2),
        TERM(15);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        public int exitCode() {
            return 128 + number;
        }

        @Override
        public String toString() {
            return "SIG" + name();
        }
    }

    private Signals() {}

    /**
     * Replaces the JVM's own handling. The handler runs on a new thread for each signal.
     *
     * @return false if the system or the JVM (with -Xrs) reserves the signal
     */
    public static boolean handle(Kind kind, Consumer<Kind> handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> signalHandler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler invoked = (proxy, method, args) -> switch (method.getName()) {
                case "handle" -> {
                    handler.accept(kind);
                    yield null;
                }
                case "equals" -> proxy == args[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "handler of " + kind;
            };
            Object handlerProxy =
                    Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {signalHandler}, invoked);
            Object number = signal.getConstructor(String.class).newInstance(kind.name());
            signal.getMethod("handle", signal, signalHandler).invoke(null, number, handlerProxy);
            return true;
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            return false;
        }
    }
}

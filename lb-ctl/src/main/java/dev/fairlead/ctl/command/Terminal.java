package dev.fairlead.ctl.command;

/** Which of the standard streams are a person's terminal. The launcher tells; without one, none is. */
public record Terminal(boolean in, boolean out, boolean err) {

    public static final Terminal NONE = new Terminal(false, false, false);

    /** @param descriptors the numbers of those that are, as in "02" */
    static Terminal ofLauncher(String descriptors) {
        return new Terminal(descriptors.contains("0"), descriptors.contains("1"), descriptors.contains("2"));
    }

    /** A question can be seen and answered. */
    public boolean canAsk() {
        return in && err;
    }
}

package dev.fairlead.ctl.command;

/** Which of the standard streams are a terminal. The launcher passes this; without the launcher, none is. */
public record Terminal(boolean in, boolean out, boolean err) {

    public static final Terminal NONE = new Terminal(false, false, false);

    /** @param descriptors their numbers, as in "02" */
    static Terminal ofLauncher(String descriptors) {
        return new Terminal(descriptors.contains("0"), descriptors.contains("1"), descriptors.contains("2"));
    }

    /** Whether the user can see and answer a question. */
    public boolean canAsk() {
        return in && err;
    }
}

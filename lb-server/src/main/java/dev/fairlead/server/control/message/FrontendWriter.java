package dev.fairlead.server.control.message;

import dev.fairlead.server.desired.Frontend;

/** Tells what faces the clients as a message, with every setting. */
public final class FrontendWriter {

    private FrontendWriter() {}

    public static dev.fairlead.control.v1.Frontend write(Frontend frontend) {
        dev.fairlead.control.v1.Frontend.Builder message = dev.fairlead.control.v1.Frontend.newBuilder();
        MessageWriter.write(frontend, message);
        return message.build();
    }
}

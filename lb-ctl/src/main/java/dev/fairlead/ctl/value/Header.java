package dev.fairlead.ctl.value;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A header, typed as "X-User: 42". */
public record Header(String name, String value) {

    /** Parses a header. */
    public static final class Converter implements ITypeConverter<Header> {

        @Override
        public Header convert(String text) {
            int colon = text.indexOf(':');
            if (colon < 1) {
                throw new TypeConversionException("\"" + text + "\" is not a header, expected 'NAME: VALUE'");
            }
            return new Header(
                    text.substring(0, colon).strip(), text.substring(colon + 1).strip());
        }
    }
}

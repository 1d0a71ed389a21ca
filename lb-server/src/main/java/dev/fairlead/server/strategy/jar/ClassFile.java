package dev.fairlead.server.strategy.jar;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The references in a class file. Only the constant pool and the names of methods are read (JVMS 4.4, 4.6): a call to a
 * method that is not in the constant pool can only be made by reflection.
 */
final class ClassFile {
    private static final int MAGIC = 0xCAFEBABE;
    private static final int ACC_NATIVE = 0x0100;

    /** Each JDK has added one to the version of Java 1.0, which was 44. */
    private static final int NEWEST = 44 + Runtime.version().feature();

    private final List<Call> calls;
    private final List<String> nativeMethods;

    /** A method of a class, both as the class file spells them: {@code java/lang/System}. */
    record Call(String owner, String method) {}

    private ClassFile(List<Call> calls, List<String> nativeMethods) {
        this.calls = calls;
        this.nativeMethods = nativeMethods;
    }

    /** @throws IOException if it is no class file, or one that is not understood: then nothing can be said of it */
    static ClassFile parse(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        if (in.readInt() != MAGIC) {
            throw new IOException("it does not begin like a class file");
        }
        in.readUnsignedShort(); // the minor version
        int version = in.readUnsignedShort();
        if (version > NEWEST) {
            throw new IOException("it is of version " + version + ", but this JDK supports versions up to " + NEWEST);
        }
        try {
            Constants constants = new Constants(in);
            skipToMethods(in);
            ClassFile file = new ClassFile(constants.calls(), natives(in, constants));
            skipAttributes(in);
            if (in.read() >= 0) {
                throw new IOException("it has the wrong length");
            }
            return file;
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("its constant pool is damaged", e);
        }
    }

    List<Call> calls() {
        return calls;
    }

    List<String> nativeMethods() {
        return nativeMethods;
    }

    private static void skipToMethods(DataInputStream in) throws IOException {
        in.skipNBytes(6); // access flags, this class, super class
        in.skipNBytes(2L * in.readUnsignedShort()); // interfaces
        for (int fields = in.readUnsignedShort(); fields > 0; fields--) {
            in.skipNBytes(6); // access flags, name, descriptor
            skipAttributes(in);
        }
    }

    private static List<String> natives(DataInputStream in, Constants constants) throws IOException {
        List<String> found = new ArrayList<>();
        for (int methods = in.readUnsignedShort(); methods > 0; methods--) {
            int flags = in.readUnsignedShort();
            int name = in.readUnsignedShort();
            in.skipNBytes(2); // descriptor
            skipAttributes(in);
            if ((flags & ACC_NATIVE) != 0) {
                found.add(constants.text(name));
            }
        }
        return found;
    }

    private static void skipAttributes(DataInputStream in) throws IOException {
        for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
            in.skipNBytes(2); // name
            in.skipNBytes(Integer.toUnsignedLong(in.readInt()));
        }
    }

    /** The constant pool; a long or a double takes two places in it. */
    private static final class Constants {
        private final String[] texts;
        private final int[] first;
        private final int[] second;
        private final boolean[] isMethod;

        Constants(DataInputStream in) throws IOException {
            int count = in.readUnsignedShort();
            texts = new String[count];
            first = new int[count];
            second = new int[count];
            isMethod = new boolean[count];
            for (int i = 1; i < count; i++) {
                i += read(in, i);
            }
        }

        /** @return how many further places the constant takes */
        private int read(DataInputStream in, int i) throws IOException {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts[i] = in.readUTF();
                case 3, 4 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    return 1;
                }
                case 7, 8, 16, 19, 20 -> first[i] = in.readUnsignedShort();
                case 9, 10, 11, 12, 17, 18 -> {
                    first[i] = in.readUnsignedShort();
                    second[i] = in.readUnsignedShort();
                    isMethod[i] = tag == 10 || tag == 11;
                }
                case 15 -> in.skipNBytes(3);
                default -> throw new IOException("a constant of kind " + tag + " is unknown");
            }
            return 0;
        }

        String text(int index) {
            return String.valueOf(texts[index]);
        }

        List<Call> calls() {
            List<Call> calls = new ArrayList<>();
            for (int i = 1; i < texts.length; i++) {
                if (isMethod[i]) {
                    calls.add(new Call(text(first[first[i]]), text(first[second[i]])));
                }
            }
            return calls;
        }
    }
}

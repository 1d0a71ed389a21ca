package dev.fairlead.server.desired;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes the setting that a component of a record is. Everything else follows from it and from the component: its key,
 * its type, how it is read and written in files, messages and bytes, and what the documentation says.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

    /** The default, as a file spells it; of a list, with commas. */
    String value() default "";

    /** What it means, for the tables of the documentation. */
    String doc();

    /** The least value, as a file spells it. Durations are never negative. */
    String min() default "";

    /** The greatest value. Durations are never longer than a year. */
    String max() default "";

    /** What kind of number or text it is, where the Java type does not say. */
    Kind kind() default Kind.PLAIN;

    /** Whether only a restart changes it. */
    boolean restart() default false;

    Owner owner() default Owner.FLEET;

    enum Kind {
        PLAIN,
        /** Bytes. */
        SIZE,
        PERCENT,
        /** A file that is read; empty for none. */
        FILE,
        /** A file that is written; it need not exist. */
        LOG,
        FOLDER
    }

    /** Where it would be kept if several load balancers shared their state. */
    enum Owner {
        /** With the load balancer that it is about. */
        NODE,
        /** With all of them. */
        FLEET
    }
}

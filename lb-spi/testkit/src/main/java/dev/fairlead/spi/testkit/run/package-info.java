/** The kit from a command line: for authors without a build, and for a look at a jar that someone else made. */
@NullMarked
package dev.fairlead.spi.testkit.run;

import org.jspecify.annotations.NullMarked;

/**
 * A closed-loop try-out of the data port: who answers, how fast, and what fails. It contacts no control port.
 */
@NullMarked
package dev.fairlead.ctl.load;

import org.jspecify.annotations.NullMarked;

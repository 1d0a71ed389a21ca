/**
 * A closed-loop test of the data port: which backends answer, how fast, and what fails. It does not use the control
 * port.
 */
@NullMarked
package dev.fairlead.ctl.load;

import org.jspecify.annotations.NullMarked;

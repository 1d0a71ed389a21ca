/**
 * Who of an IO thread's connections may move how many bytes before it is the turn of the others. Every relay reads through
 * it, whichever way its bytes go, so that whoever sends as fast as the network allows slows nobody else down.
 */
@NullMarked
package dev.fairlead.server.turn;

import org.jspecify.annotations.NullMarked;

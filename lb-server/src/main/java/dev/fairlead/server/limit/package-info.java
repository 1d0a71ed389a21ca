/**
 * How much may one have? Which clients are let in, how many requests each may send, what the process has in descriptors
 * and memory, how much of it clients may take, the account of what they have taken, and the bytes that one socket gives
 * before it is the turn of the others. Whoever hands something out asks here; nothing here knows what it is handed out
 * for.
 */
@NullMarked
package dev.fairlead.server.limit;

import org.jspecify.annotations.NullMarked;

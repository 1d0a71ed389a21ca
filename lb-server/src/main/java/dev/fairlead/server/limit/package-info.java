/**
 * How much may one have? What the process has in descriptors and memory, how much of it clients may take, and the account
 * of what they have taken. Whoever hands something out asks here; nothing here knows what it is handed out for.
 */
@NullMarked
package dev.fairlead.server.limit;

import org.jspecify.annotations.NullMarked;

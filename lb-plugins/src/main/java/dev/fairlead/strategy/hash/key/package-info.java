/** What is hashed and how: the part of a request that serves as the key, and the hash that all tables share. */
@NullMarked
package dev.fairlead.strategy.hash.key;

import org.jspecify.annotations.NullMarked;

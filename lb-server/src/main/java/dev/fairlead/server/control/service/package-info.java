/**
 * The calls about pools, backends, strategies and the configuration: each finds what is asked for in what requests are
 * routed by, or hands a change over and answers when it is made. What they mean is written in the API's own files.
 */
@NullMarked
package dev.fairlead.server.control.service;

import org.jspecify.annotations.NullMarked;

/**
 * What a route can want: which requests it is for, where they go, and what is done to them on the way. A request takes the
 * first route that matches it. Like all of {@code desired}, these records define the defaults and refuse what cannot
 * work; how requests are matched is the business of {@code routing.match}.
 */
@NullMarked
package dev.fairlead.server.desired.route;

import org.jspecify.annotations.NullMarked;

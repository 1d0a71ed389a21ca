/** Keeps requests in the zone where the load balancer is, as long as that zone can take them. */
@NullMarked
package com.example.zone;

import org.jspecify.annotations.NullMarked;

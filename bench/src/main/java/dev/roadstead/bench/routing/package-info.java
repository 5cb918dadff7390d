/** Many Domains at the dynamic endpoint: how soon a container's health is in what an edge is told, and at what cost. */
@NullMarked
package dev.roadstead.bench.routing;

import org.jspecify.annotations.NullMarked;

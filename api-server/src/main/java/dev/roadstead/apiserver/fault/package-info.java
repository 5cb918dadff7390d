/** Everything that can go wrong with a request, as values, and their rendering as Kubernetes Status objects. */
@NullMarked
package dev.roadstead.apiserver.fault;

import org.jspecify.annotations.NullMarked;

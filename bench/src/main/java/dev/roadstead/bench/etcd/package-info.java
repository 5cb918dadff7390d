/** Just enough gRPC to put keys into etcd: HTTP/2 frames by hand, one call at a time on a connection. */
@NullMarked
package dev.roadstead.bench.etcd;

import org.jspecify.annotations.NullMarked;

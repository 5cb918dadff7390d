/** Just enough HTTP/1.1 over TLS to keep a server busy: requests are bytes that were prepared before. */
@NullMarked
package dev.roadstead.bench.http;

import org.jspecify.annotations.NullMarked;

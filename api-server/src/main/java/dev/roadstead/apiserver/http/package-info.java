/**
 * The API over HTTPS. {@link dev.roadstead.apiserver.http.RequestPipeline} holds the order of everything that happens to a
 * request; the routes behind it translate between HTTP and the registry.
 *
 * <p>Vert.x moves the bytes on its event loops. Everything else is blocking, straight-line code on one virtual thread for
 * each request; {@link dev.roadstead.apiserver.http.Exchange} is the only place where the two meet.
 */
@NullMarked
package dev.roadstead.apiserver.http;

import org.jspecify.annotations.NullMarked;

/**
 * The certificates that the server makes for itself: a certificate authority at first start, and a server certificate
 * signed by it that is renewed before it expires or when the server gets other addresses; and the authorities that the
 * certificates of clients are checked against.
 */
@NullMarked
package dev.roadstead.apiserver.tls;

import org.jspecify.annotations.NullMarked;

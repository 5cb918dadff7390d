/**
 * The ways to engines that are not a socket of this machine: TCP with mutual TLS, and SSH.
 *
 * <p>{@code Transports} makes the one that a Node asks for, with what its Secret holds. What only people can put right (a
 * missing Secret, a key that is not accepted, a certificate or host key that is not the expected one) is told apart from
 * what may pass by itself: the former is a {@code BarredException}.
 *
 * <p>Over SSH nothing is run on the host: the server itself opens the engine's socket for a channel
 * ({@code direct-streamlocal@openssh.com}), and one session carries all channels of a node.
 */
@NullMarked
package dev.roadstead.controller.host.transport;

import org.jspecify.annotations.NullMarked;

/**
 * Keeps what Roadstead runs in front of Domains as it is to be: the routers of the Edge and the cloudflared of Tunnels, each an
 * Application of namespace roadstead-system that carries the label {@code roadstead.dev/made-for}. What people change about
 * them is put back, and an event says so; an Application of the name without the label is never touched.
 */
@NullMarked
package dev.roadstead.controller.reconcile.edge;

import org.jspecify.annotations.NullMarked;

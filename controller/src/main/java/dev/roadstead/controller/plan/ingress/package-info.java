/**
 * What Roadstead runs in front of Domains, decided by pure functions: the routers of an Edge and the cloudflared of a Tunnel,
 * each as an ordinary Application, and what their status says.
 *
 * <p>One Application stands for all nodes with {@code ingress.enabled}. What differs from node to node, its name and its
 * ports, is left open in the template as {@code $(node.…)} and filled in when a container is placed.
 */
@NullMarked
package dev.roadstead.controller.plan.ingress;

import org.jspecify.annotations.NullMarked;

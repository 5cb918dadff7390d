/**
 * What an edge (Traefik, or what speaks its configuration) is told: pure functions of Domains, Applications, Containers and
 * Nodes.
 *
 * <p>A Domain makes routers and middlewares ({@link dev.roadstead.controller.plan.route.DomainRoutes}); an Application's
 * port makes services ({@link dev.roadstead.controller.plan.route.Backends}), which many Domains share. So a container that
 * becomes ready or leaves changes one service, and a Domain that changes touches no service. Both become one canonical
 * document ({@link dev.roadstead.controller.plan.route.Routing}): the same input gives the same bytes.
 *
 * <p>Whatever comes into a rule is checked against the patterns of the kind once more, where the rule is built: an object
 * may be older than its schema.
 */
@NullMarked
package dev.roadstead.controller.plan.route;

import org.jspecify.annotations.NullMarked;

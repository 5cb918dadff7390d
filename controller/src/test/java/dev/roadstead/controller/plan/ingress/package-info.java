/** Tests of what is run in front of Domains. */
@NullMarked
package dev.roadstead.controller.plan.ingress;

import org.jspecify.annotations.NullMarked;

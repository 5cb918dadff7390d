/** Ports to a Docker engine. Their values are those of plan; host.docker is the one implementation. */
@NullMarked
package dev.roadstead.controller.host;

import org.jspecify.annotations.NullMarked;

/** Tests of the Docker host, on the real engine where an engine has a say. */
@NullMarked
package dev.roadstead.controller.host.docker;

import org.jspecify.annotations.NullMarked;

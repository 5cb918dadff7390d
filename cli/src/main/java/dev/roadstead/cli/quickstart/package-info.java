/**
 * The guided first run: engine, image, server, example application, and a request to its page.
 *
 * <p>Importing busybox where it cannot be pulled is done here and nowhere else; it is for trying Roadstead on a machine
 * without a registry.
 */
@NullMarked
package dev.roadstead.cli.quickstart;

import org.jspecify.annotations.NullMarked;

/**
 * The control plane's own state as a tar stream: every object of every kind as the API gives it, Secrets too, and the
 * server's keys and tokens. It belongs into an encrypted repository and nowhere else.
 *
 * <p>Put back, objects keep their uids: the namespace roadstead-system is the installation's id, and a Container is what
 * its Docker container names. So what runs is recognised and runs on.
 */
@NullMarked
package dev.roadstead.cli.state;

import org.jspecify.annotations.NullMarked;

/** What this machine knows of Docker engines (sockets, docker contexts, SSH keys), and what Nodes could be made of it. */
@NullMarked
package dev.roadstead.cli.nodes;

import org.jspecify.annotations.NullMarked;

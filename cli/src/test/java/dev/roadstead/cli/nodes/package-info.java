/** What is made of sockets, docker contexts and SSH keys. */
@NullMarked
package dev.roadstead.cli.nodes;

import org.jspecify.annotations.NullMarked;

/**
 * The macro benchmark of the API server ({@code make bench-api}): etcd, PostgreSQL and Roadstead as real processes on this
 * machine, measured in turn, by the same cheap load generator: prepared bytes on blocking sockets, one virtual thread a
 * client. Each run measures every peer once; results are medians of runs, and only their ratios mean something.
 */
@NullMarked
package dev.roadstead.bench;

import org.jspecify.annotations.NullMarked;

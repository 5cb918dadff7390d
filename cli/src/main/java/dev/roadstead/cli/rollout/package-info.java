/**
 * Rollouts from the command line: what verbs write into an Application's spec, and what is told of its status and of its
 * Releases. Deciding and wording are pure; {@link dev.roadstead.cli.rollout.Rollouts} alone talks to the API.
 */
@NullMarked
package dev.roadstead.cli.rollout;

import org.jspecify.annotations.NullMarked;

/**
 * How a person signs in from a terminal, and what kubectl asks for tokens: a credential in a file of its owner's, renewed
 * under a lock, because a refresh token that is used twice ends the session.
 */
@NullMarked
package dev.roadstead.cli.signin;

import org.jspecify.annotations.NullMarked;

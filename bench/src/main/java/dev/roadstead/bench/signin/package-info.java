/** People who sign in by password, and requests of those who have: what hashing costs, and whom. */
@NullMarked
package dev.roadstead.bench.signin;

import org.jspecify.annotations.NullMarked;

/**
 * Whatever is sent: a 4xx with a Status that says what was wrong, nothing stored, and the next request works. The
 * requests are data (src/test/resources/bad-input); {@link dev.roadstead.conformance.badinput.BadRequest} has their form.
 */
@NullMarked
package dev.roadstead.conformance.badinput;

import org.jspecify.annotations.NullMarked;

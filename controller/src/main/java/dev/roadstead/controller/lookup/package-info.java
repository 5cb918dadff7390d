/**
 * What the world outside says of Domains: DNS of their names, edges of their routers, the certificates
 * that they show, and how canaries answer.
 *
 * <p>Nobody waits for an answer: {@link dev.roadstead.controller.lookup.LatestAnswers} gives the latest one at once and asks
 * anew in the background, a bounded number of questions at a time and each with a deadline. What went wrong is an answer
 * too, in words that stay the same.
 */
@NullMarked
package dev.roadstead.controller.lookup;

import org.jspecify.annotations.NullMarked;

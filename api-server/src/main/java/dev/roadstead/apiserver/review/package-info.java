/**
 * Questions about who somebody is and what they may do (authentication.k8s.io and authorization.k8s.io). They are created,
 * answered and forgotten: the answer is the question with its status.
 */
@NullMarked
package dev.roadstead.apiserver.review;

import org.jspecify.annotations.NullMarked;

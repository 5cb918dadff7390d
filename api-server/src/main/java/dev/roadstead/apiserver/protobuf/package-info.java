/**
 * Reads Kubernetes' protobuf bodies into the trees that the same objects give as JSON. Clients send them for the kinds of
 * Kubernetes itself (client-go since 0.32), never for those of CustomResourceDefinitions.
 *
 * <p>Three layers: the wire format with every length checked, messages described as data, and one description per kind.
 * Fields that no description names are passed over, as Kubernetes does. Every refusal names the byte, counted from 0, and
 * the field; none quotes a value, because a value may be a secret. Pure.
 */
@NullMarked
package dev.roadstead.apiserver.protobuf;

import org.jspecify.annotations.NullMarked;

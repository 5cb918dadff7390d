/**
 * OpenAPI documents of the kinds that are served. Version 3, one document for each group and version, is computed from
 * the kinds' schemas; version 2 (Swagger) is version 3 translated, and its protobuf form is version 2 encoded: what is
 * true is said once. Pure.
 */
@NullMarked
package dev.roadstead.apiserver.discovery.openapi;

import org.jspecify.annotations.NullMarked;

package dev.roadstead.controller.plan;

import java.time.Instant;

/** Bytes, and when they were counted. */
public record Measured(long bytes, Instant at) {}

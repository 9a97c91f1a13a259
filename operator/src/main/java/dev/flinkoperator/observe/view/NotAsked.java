package dev.flinkoperator.observe.view;

/** The cluster is not followed, or has neither answered nor failed to answer yet. */
public record NotAsked() implements JobSnapshot {}

package dev.flinkoperator.observe;

/** Which kinds besides FlinkDeployment are known to the API server, and watched. */
public record KnownKinds(boolean sessionJobs, boolean stateSnapshots) {}

package dev.flinkoperator.flinkrest;

/** TaskManagers registered, the task slots they offer, and how many of those are free. */
public record ClusterSize(int taskManagers, int slots, int freeSlots) {}

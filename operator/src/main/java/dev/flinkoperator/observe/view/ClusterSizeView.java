package dev.flinkoperator.observe.view;

/**
 * How large a cluster is at the moment, by its own word.
 *
 * @param taskManagers registered at the JobManager
 * @param slots task slots they offer
 * @param freeSlots how many of those are free
 */
public record ClusterSizeView(int taskManagers, int slots, int freeSlots) {}

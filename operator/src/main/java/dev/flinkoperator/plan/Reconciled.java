package dev.flinkoperator.plan;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What {@code reconciliationStatus.lastReconciledSpec} says.
 *
 * @param spec as deployed; its job.state says what is achieved
 * @param firstDeployment the resource has been deployed no more than once
 */
public record Reconciled(JsonNode spec, boolean firstDeployment) {}

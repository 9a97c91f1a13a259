package dev.flinkoperator.desired;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import org.jspecify.annotations.Nullable;

/**
 * The Kubernetes objects of one Flink cluster, without owner references.
 *
 * @param podTemplate template of the TaskManager pods; null if the spec asks for nothing that needs
 *     one
 * @param taskManager Deployment of the TaskManagers in standalone mode; null in native mode
 * @param internalService null with high availability, where TaskManagers learn the leader's address
 *     elsewhere
 * @param ingress null if the spec asks for none
 */
public record ClusterObjects(
    ConfigMap flinkConfig,
    @Nullable ConfigMap podTemplate,
    Deployment jobManager,
    @Nullable Deployment taskManager,
    @Nullable Service internalService,
    Service restService,
    @Nullable Ingress ingress) {}

package dev.flinkoperator.cost;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What to measure.
 *
 * @param root the checkout
 * @param binaries folder with etcd, kube-apiserver, kube-controller-manager, kubectl and kustomize
 * @param count number of FlinkDeployments
 * @param rest how long to watch the operator while nothing happens
 * @param timings whether to measure also what is about time alone: how soon changes in Flink are
 *     seen, and how soon a new process acts
 * @param jvmFlags for the operator, besides the image's; only for experiments
 */
record Options(
    Path root, Path binaries, int count, Duration rest, boolean timings, List<String> jvmFlags) {}

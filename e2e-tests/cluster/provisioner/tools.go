//go:build tools

// Package provisioner names the volume provisioner of a local cluster, so that go.mod and go.sum pin it. It has a module
// of its own because it wants other Kubernetes libraries than the cluster's programs.
package provisioner

import _ "github.com/rancher/local-path-provisioner"

#!/usr/bin/env python3
"""Writes the pod template's schema into the CRDs of this folder, in every place that says `podTemplate:`.

Run it only to move to another Kubernetes version; the YAML it writes is committed and is the source of truth.

    ./pod-template.py OPENAPI CRD...

OPENAPI is Kubernetes' own `api/openapi-spec/v3/apis__apps__v1_openapi.json`, as in the Go module k8s.io/kubernetes.
"""
import json
import re
import sys

import yaml

QUANTITY = {
    "anyOf": [{"type": "integer"}, {"type": "string"}],
    "pattern": r"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$",
    "x-kubernetes-int-or-string": True,
}
INT_OR_STRING = {"anyOf": [{"type": "integer"}, {"type": "string"}], "x-kubernetes-int-or-string": True}
FREE_FORM = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
# Tools that print a template write `creationTimestamp: null`.
TIME = {"type": "string", "format": "date-time", "nullable": True}
SPECIAL = {"Quantity": QUANTITY, "IntOrString": INT_OR_STRING, "FieldsV1": FREE_FORM, "Time": TIME}
KEPT = ("type", "format", "x-kubernetes-list-type", "x-kubernetes-list-map-keys", "x-kubernetes-map-type")


def bare(schemas, schema):
    """The structural, undescribed form of one OpenAPI schema.

    No defaults: they would show up in the live object and look like drift to a GitOps tool. Nothing is required
    but the keys of keyed lists: a template is one of several layers, only their sum has to be a complete pod.
    """
    if "allOf" in schema or "$ref" in schema:
        name = (schema.get("$ref") or schema["allOf"][0]["$ref"]).split("/")[-1]
        return SPECIAL.get(name.split(".")[-1]) or bare(schemas, schemas[name])
    out = {key: schema[key] for key in KEPT if key in schema}
    if "properties" in schema:
        out["properties"] = {name: bare(schemas, sub) for name, sub in sorted(schema["properties"].items())}
    if "additionalProperties" in schema:
        out["additionalProperties"] = bare(schemas, schema["additionalProperties"])
    if "items" in schema:
        out["items"] = bare(schemas, schema["items"])
    keys = out.get("x-kubernetes-list-map-keys")
    if keys == ["containerPort", "protocol"]:
        # Keyed by both, `protocol` would need a default, and a default inside a list is drift to Argo CD.
        del out["x-kubernetes-list-map-keys"]
        out["x-kubernetes-list-type"] = "atomic"
    elif keys:
        out["items"]["required"] = sorted(keys)
    return out


def template(openapi):
    schemas = openapi["components"]["schemas"]
    schema = bare(schemas, schemas["io.k8s.api.core.v1.PodTemplateSpec"])
    # Templates written for operators before 1.8 are whole Pods.
    schema["properties"].update(apiVersion={"type": "string"}, kind={"type": "string"}, status=dict(FREE_FORM))
    schema["properties"] = dict(sorted(schema["properties"].items()))
    return schema


class Plain(yaml.SafeDumper):
    def ignore_aliases(self, data):
        return True


def replace(text, schema):
    """Puts the schema under each `podTemplate:`, keeping that place's own description."""
    out, lines = [], iter(text.splitlines())
    line = next(lines, None)
    while line is not None:
        out.append(line)
        match = re.fullmatch(r"( *)podTemplate:", line)
        line = next(lines, None)
        if not match:
            continue
        indent = match[1] + "  "
        described = False
        while line is not None and line.startswith(indent):
            if not line.startswith(indent + " "):
                described = line.startswith(indent + "description:")
            if described:
                out.append(line)
            line = next(lines, None)
        dumped = yaml.dump(schema, Dumper=Plain, sort_keys=False, width=1000, indent=2)
        out.extend(indent + row for row in dumped.splitlines())
    return "\n".join(out) + "\n"


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = template(json.load(file))
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write(replace(text, schema))


if __name__ == "__main__":
    main()

package dev.roadstead.apiserver.protobuf;

import java.util.List;

/** Bodies of every kind that is read, as client-go writes them, and what they are in JSON. */
final class Bodies {
    /** 2026-11-21T10:00:00Z. */
    static final long TIME = 1_795_255_200L;

    private static final String WEBHOOKS = """
            {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "%sWebhookConfiguration", "metadata": {"name": "h"},
             "webhooks": [{"name": "a.example.com", %s
              "clientConfig": {"service": {"namespace": "n", "name": "s", "path": "/p", "port": 443}, "caBundle": "AQI=", "url": "https://a"},
              "rules": [{"operations": ["CREATE", "UPDATE"], "apiGroups": [""], "apiVersions": ["v1"], "resources": ["secrets"], "scope": "Namespaced"}],
              "failurePolicy": "Fail", "namespaceSelector": {"matchExpressions": [{"key": "k", "operator": "Exists"}]},
              "sideEffects": "None", "timeoutSeconds": 5, "admissionReviewVersions": ["v1"], "matchPolicy": "Exact",
              "objectSelector": {"matchLabels": {"app": "x"}}, "matchConditions": [{"name": "c", "expression": "true"}]}]}
            """;

    record Sample(String apiVersion, String kind, Wire object, String json) {
        byte[] body() {
            return Wire.envelope(apiVersion, kind, object);
        }
    }

    private Bodies() {}

    static List<Sample> all() {
        return List.of(
                namespace(),
                secret(),
                configMap(),
                serviceAccount(),
                event(),
                newerEvent(),
                lease(),
                resourceQuota(),
                mutatingWebhooks(),
                validatingWebhooks(),
                deleteOptions(),
                clusterRole(),
                roleBinding(),
                accessReview(),
                tokenRequest());
    }

    private static Sample resourceQuota() {
        Wire spec = new Wire()
                .message(1, new Wire().text(1, "requests.cpu").message(2, new Wire().text(1, "500m")))
                .message(1, new Wire().text(1, "count/secrets").message(2, new Wire().text(1, "3")))
                .text(2, "NotTerminating")
                .message(
                        3,
                        new Wire()
                                .message(
                                        1,
                                        new Wire()
                                                .text(1, "PriorityClass")
                                                .text(2, "In")
                                                .text(3, "high")));
        Wire status = new Wire().message(2, new Wire().text(1, "count/secrets").message(2, new Wire()));
        return new Sample(
                "v1",
                "ResourceQuota",
                new Wire().message(1, metadata("q")).message(2, spec).message(3, status),
                """
                {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "q"},
                 "spec": {"hard": {"requests.cpu": "500m", "count/secrets": "3"}, "scopes": ["NotTerminating"],
                  "scopeSelector": {"matchExpressions": [{"scopeName": "PriorityClass", "operator": "In", "values": ["high"]}]}},
                 "status": {"used": {"count/secrets": "0"}}}
                """);
    }

    private static Sample mutatingWebhooks() {
        Wire webhook = webhook()
                .text(10, "IfNeeded")
                .message(11, new Wire().entry(1, "app", "x"))
                .message(12, new Wire().text(1, "c").text(2, "true"));
        return new Sample(
                "admissionregistration.k8s.io/v1",
                "MutatingWebhookConfiguration",
                new Wire().message(1, metadata("h")).message(2, webhook),
                WEBHOOKS.formatted("Mutating", "\"reinvocationPolicy\": \"IfNeeded\", "));
    }

    private static Sample validatingWebhooks() {
        Wire webhook = webhook()
                .message(10, new Wire().entry(1, "app", "x"))
                .message(11, new Wire().text(1, "c").text(2, "true"));
        return new Sample(
                "admissionregistration.k8s.io/v1",
                "ValidatingWebhookConfiguration",
                new Wire().message(1, metadata("h")).message(2, webhook),
                WEBHOOKS.formatted("Validating", ""));
    }

    private static Wire webhook() {
        Wire service = new Wire().text(1, "n").text(2, "s").text(3, "/p").number(4, 443);
        Wire rule = new Wire().text(1, "").text(2, "v1").text(3, "secrets").text(4, "Namespaced");
        return new Wire()
                .text(1, "a.example.com")
                .message(
                        2,
                        new Wire()
                                .message(1, service)
                                .bytes(2, (byte) 1, (byte) 2)
                                .text(3, "https://a"))
                .message(3, new Wire().text(1, "CREATE").text(1, "UPDATE").message(2, rule))
                .text(4, "Fail")
                .message(5, new Wire().message(2, new Wire().text(1, "k").text(2, "Exists")))
                .text(6, "None")
                .number(7, 5)
                .text(8, "v1")
                .text(9, "Exact");
    }

    /** What is no pointer in Go is written even when it is empty. */
    static Wire metadata(String name) {
        return new Wire()
                .text(1, name)
                .text(2, "")
                .text(3, "")
                .text(4, "")
                .text(5, "")
                .text(6, "")
                .number(7, 0)
                .message(8, new Wire());
    }

    private static Sample namespace() {
        Wire condition = new Wire()
                .text(1, "Stuck")
                .text(2, "True")
                .time(4, TIME, 0)
                .text(5, "")
                .text(6, "why");
        return new Sample(
                "v1",
                "Namespace",
                new Wire()
                        .message(1, metadata("n"))
                        .message(2, new Wire())
                        .message(3, new Wire().text(1, "").message(2, condition)),
                """
                {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "n"}, "spec": {}, "status": {"conditions": [
                  {"type": "Stuck", "status": "True", "lastTransitionTime": "2026-11-21T10:00:00Z", "message": "why"}]}}
                """);
    }

    static Sample secret() {
        return new Sample(
                "v1",
                "Secret",
                new Wire()
                        .message(1, metadata("s").entry(11, "tier", "").entry(12, "a", "ü"))
                        .message(2, new Wire().text(1, "p").bytes(2, (byte) 0, (byte) 0xFF, (byte) 0x80))
                        .message(2, new Wire().text(1, "empty").bytes(2))
                        .text(3, "Opaque")
                        .entry(4, "t", "hunter2")
                        .number(5, 0),
                """
                {"apiVersion": "v1", "kind": "Secret",
                 "metadata": {"name": "s", "labels": {"tier": ""}, "annotations": {"a": "ü"}},
                 "data": {"p": "AP+A", "empty": ""}, "type": "Opaque", "stringData": {"t": "hunter2"}, "immutable": false}
                """);
    }

    private static Sample configMap() {
        Wire metadata = new Wire()
                .text(1, "c")
                .text(2, "c-")
                .text(3, "default")
                .text(4, "/x")
                .text(5, "1-2")
                .text(6, "7")
                .number(7, 3)
                .time(8, TIME, 5)
                .time(9, 0, 0)
                .number(10, 0)
                .message(
                        13,
                        new Wire()
                                .text(1, "A")
                                .text(3, "a")
                                .text(4, "u")
                                .text(5, "g/v1")
                                .number(6, 1)
                                .number(7, 0))
                .text(14, "x/one")
                .text(14, "x/two")
                .message(17, new Wire().text(1, "kubectl"));
        return new Sample(
                "v1",
                "ConfigMap",
                new Wire()
                        .message(1, metadata)
                        .entry(2, "color", "blue")
                        .message(2, new Wire().text(1, "no value"))
                        .message(3, new Wire().text(1, "b").bytes(2, (byte) 1))
                        .number(4, 1),
                """
                {"apiVersion": "v1", "kind": "ConfigMap",
                 "metadata": {"name": "c", "generateName": "c-", "namespace": "default", "selfLink": "/x", "uid": "1-2",
                   "resourceVersion": "7", "generation": 3, "creationTimestamp": "2026-11-21T10:00:00Z",
                   "deletionTimestamp": "1970-01-01T00:00:00Z", "deletionGracePeriodSeconds": 0,
                   "ownerReferences": [{"kind": "A", "name": "a", "uid": "u", "apiVersion": "g/v1", "controller": true,
                     "blockOwnerDeletion": false}],
                   "finalizers": ["x/one", "x/two"]},
                 "data": {"color": "blue", "no value": ""}, "binaryData": {"b": "AQ=="}, "immutable": true}
                """);
    }

    private static Sample serviceAccount() {
        return new Sample(
                "v1",
                "ServiceAccount",
                new Wire()
                        .message(1, metadata("a"))
                        .message(2, new Wire().text(1, "Secret").text(2, "").text(3, "s"))
                        .message(3, new Wire().text(1, "p"))
                        .number(4, 0),
                """
                {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "a"},
                 "secrets": [{"kind": "Secret", "name": "s"}], "imagePullSecrets": [{"name": "p"}],
                 "automountServiceAccountToken": false}
                """);
    }

    private static Sample event() {
        Wire reference = new Wire()
                .text(1, "Node")
                .text(2, "ns")
                .text(3, "n")
                .text(4, "u")
                .text(5, "v1")
                .text(6, "9")
                .text(7, "spec");
        return new Sample(
                "v1",
                "Event",
                new Wire()
                        .message(1, metadata("e"))
                        .message(2, reference)
                        .text(3, "Started")
                        .text(4, "it did")
                        .message(5, new Wire().text(1, "kubelet").text(2, "h"))
                        .time(6, TIME, 0)
                        .message(7, new Wire())
                        .number(8, 2)
                        .text(9, "Normal")
                        .time(10, TIME, 123_456_789)
                        .message(11, new Wire().number(1, 4).time(2, TIME, 0))
                        .text(12, "Start")
                        .message(13, new Wire())
                        .text(14, "c")
                        .text(15, "i"),
                """
                {"apiVersion": "v1", "kind": "Event", "metadata": {"name": "e"},
                 "involvedObject": {"kind": "Node", "namespace": "ns", "name": "n", "uid": "u", "apiVersion": "v1",
                   "resourceVersion": "9", "fieldPath": "spec"},
                 "reason": "Started", "message": "it did", "source": {"component": "kubelet", "host": "h"},
                 "firstTimestamp": "2026-11-21T10:00:00Z", "count": 2, "type": "Normal",
                 "eventTime": "2026-11-21T10:00:00.123456Z",
                 "series": {"count": 4, "lastObservedTime": "2026-11-21T10:00:00.000000Z"},
                 "action": "Start", "related": {}, "reportingComponent": "c", "reportingInstance": "i"}
                """);
    }

    private static Sample newerEvent() {
        return new Sample(
                "events.k8s.io/v1",
                "Event",
                new Wire()
                        .message(1, metadata("e"))
                        .time(2, TIME, 123_456_789)
                        .message(3, new Wire().number(1, 4).time(2, TIME, 0))
                        .text(4, "c")
                        .text(5, "i")
                        .text(6, "Start")
                        .text(7, "Started")
                        .message(8, new Wire().text(1, "Node").text(3, "n"))
                        .message(9, new Wire().text(1, "Pod"))
                        .text(10, "it did")
                        .text(11, "Normal")
                        .message(12, new Wire().text(1, "kubelet").text(2, "h"))
                        .time(13, TIME, 0)
                        .time(14, TIME, 0)
                        .number(15, 2),
                """
                {"apiVersion": "events.k8s.io/v1", "kind": "Event", "metadata": {"name": "e"},
                 "eventTime": "2026-11-21T10:00:00.123456Z",
                 "series": {"count": 4, "lastObservedTime": "2026-11-21T10:00:00.000000Z"},
                 "reportingController": "c", "reportingInstance": "i", "action": "Start", "reason": "Started",
                 "regarding": {"kind": "Node", "name": "n"}, "related": {"kind": "Pod"}, "note": "it did",
                 "type": "Normal", "deprecatedSource": {"component": "kubelet", "host": "h"},
                 "deprecatedFirstTimestamp": "2026-11-21T10:00:00Z", "deprecatedLastTimestamp": "2026-11-21T10:00:00Z",
                 "deprecatedCount": 2}
                """);
    }

    private static Sample lease() {
        Wire spec = new Wire()
                .text(1, "")
                .number(2, 15)
                .message(3, new Wire())
                .time(4, -1, 999_999_999)
                .number(5, 0)
                .text(6, "OldestEmulationVersion")
                .text(7, "me");
        return new Sample(
                "coordination.k8s.io/v1",
                "Lease",
                new Wire().message(1, metadata("l")).message(2, spec),
                """
                {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "l"},
                 "spec": {"holderIdentity": "", "leaseDurationSeconds": 15, "renewTime": "1969-12-31T23:59:59.999999Z",
                   "leaseTransitions": 0, "strategy": "OldestEmulationVersion", "preferredHolder": "me"}}
                """);
    }

    static Sample deleteOptions() {
        return new Sample(
                "coordination.k8s.io/v1",
                "DeleteOptions",
                new Wire()
                        .number(1, -1)
                        .message(2, new Wire().text(1, "u").text(2, "5"))
                        .number(3, 0)
                        .text(4, "Foreground")
                        .text(5, "All")
                        .number(6, 1),
                """
                {"apiVersion": "coordination.k8s.io/v1", "kind": "DeleteOptions", "gracePeriodSeconds": -1,
                 "preconditions": {"uid": "u", "resourceVersion": "5"}, "orphanDependents": false,
                 "propagationPolicy": "Foreground", "dryRun": ["All"],
                 "ignoreStoreReadErrorWithClusterBreakingPotential": true}
                """);
    }

    private static Sample clusterRole() {
        Wire rule = new Wire()
                .text(1, "get")
                .text(1, "*")
                .text(2, "")
                .text(3, "pods/log")
                .text(4, "a")
                .text(5, "/x/*");
        Wire selector = new Wire()
                .entry(1, "tier", "x")
                .message(2, new Wire().text(1, "k").text(2, "In").text(3, "v"));
        return new Sample(
                "rbac.authorization.k8s.io/v1",
                "ClusterRole",
                new Wire().message(1, metadata("r")).message(2, rule).message(3, new Wire().message(1, selector)),
                """
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "r"},
                 "rules": [{"verbs": ["get", "*"], "apiGroups": [""], "resources": ["pods/log"], "resourceNames": ["a"],
                   "nonResourceURLs": ["/x/*"]}],
                 "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"tier": "x"},
                   "matchExpressions": [{"key": "k", "operator": "In", "values": ["v"]}]}]}}
                """);
    }

    private static Sample roleBinding() {
        Wire subject =
                new Wire().text(1, "ServiceAccount").text(2, "").text(3, "s").text(4, "n");
        return new Sample(
                "rbac.authorization.k8s.io/v1",
                "RoleBinding",
                new Wire()
                        .message(1, metadata("b"))
                        .message(2, subject)
                        .message(3, new Wire().text(1, "g").text(2, "Role").text(3, "r")),
                """
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "b"},
                 "subjects": [{"kind": "ServiceAccount", "name": "s", "namespace": "n"}],
                 "roleRef": {"apiGroup": "g", "kind": "Role", "name": "r"}}
                """);
    }

    private static Sample accessReview() {
        Wire attributes = new Wire()
                .text(1, "n")
                .text(2, "get")
                .text(3, "g")
                .text(4, "v1")
                .text(5, "apps")
                .text(6, "scale")
                .text(7, "a")
                .message(8, new Wire().text(1, "metadata.name=a"));
        Wire spec = new Wire()
                .message(1, attributes)
                .message(2, new Wire().text(1, "/x").text(2, "get"))
                .text(3, "u")
                .text(4, "g1")
                .text(4, "g2")
                .message(
                        5,
                        new Wire()
                                .text(1, "k")
                                .message(2, new Wire().text(1, "a").text(1, "b")))
                .message(5, new Wire().text(1, "none"))
                .text(6, "id");
        return new Sample(
                "authorization.k8s.io/v1",
                "SubjectAccessReview",
                new Wire().message(1, metadata("")).message(2, spec).message(3, new Wire().number(1, 0)),
                """
                {"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "metadata": {},
                 "spec": {"resourceAttributes": {"namespace": "n", "verb": "get", "group": "g", "version": "v1",
                   "resource": "apps", "subresource": "scale", "name": "a", "fieldSelector": {"rawSelector": "metadata.name=a"}},
                   "nonResourceAttributes": {"path": "/x", "verb": "get"}, "user": "u", "groups": ["g1", "g2"],
                   "extra": {"k": ["a", "b"], "none": []}, "uid": "id"}}
                """);
    }

    private static Sample tokenRequest() {
        Wire bound = new Wire().text(1, "Secret").text(2, "v1").text(3, "s").text(4, "id");
        return new Sample(
                "authentication.k8s.io/v1",
                "TokenRequest",
                new Wire()
                        .message(1, metadata(""))
                        .message(2, new Wire().text(1, "x").message(3, bound).number(4, 600)),
                """
                {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "metadata": {},
                 "spec": {"audiences": ["x"], "expirationSeconds": 600,
                   "boundObjectRef": {"kind": "Secret", "apiVersion": "v1", "name": "s", "uid": "id"}}}
                """);
    }
}

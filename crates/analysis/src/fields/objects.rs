//! The objects that `kubernetes { … }` can name, and the fields of them that Wharf keeps to itself.

/// A word for the objects of one kind.
#[derive(Debug)]
pub struct ObjectWord {
    /// The word.
    pub word: &'static str,
    /// Their API version; of no group of Kubernetes' own where nothing is known of their fields.
    pub api_version: &'static str,
    /// Their kind.
    pub kind: &'static str,
}

const fn object(word: &'static str, api_version: &'static str, kind: &'static str) -> ObjectWord {
    ObjectWord { word, api_version, kind }
}

/// Every object that Wharf may write, by its word.
pub static OBJECTS: &[ObjectWord] = &[
    object("certificate", "cert-manager.io/v1", "Certificate"),
    object("cronJob", "batch/v1", "CronJob"),
    object("daemonSet", "apps/v1", "DaemonSet"),
    object("deployment", "apps/v1", "Deployment"),
    object("externalSecret", "external-secrets.io/v1", "ExternalSecret"),
    object("grpcRoute", "gateway.networking.k8s.io/v1", "GRPCRoute"),
    object("headlessService", "v1", "Service"),
    object("horizontalPodAutoscaler", "autoscaling/v2", "HorizontalPodAutoscaler"),
    object("httpRoute", "gateway.networking.k8s.io/v1", "HTTPRoute"),
    object("ingress", "networking.k8s.io/v1", "Ingress"),
    object("job", "batch/v1", "Job"),
    object("loadBalancer", "v1", "Service"),
    object("namespace", "v1", "Namespace"),
    object("networkPolicy", "networking.k8s.io/v1", "NetworkPolicy"),
    object("nodePort", "v1", "Service"),
    object("persistentVolumeClaim", "v1", "PersistentVolumeClaim"),
    object("podDisruptionBudget", "policy/v1", "PodDisruptionBudget"),
    object("role", "rbac.authorization.k8s.io/v1", "Role"),
    object("roleBinding", "rbac.authorization.k8s.io/v1", "RoleBinding"),
    object("scaledObject", "keda.sh/v1alpha1", "ScaledObject"),
    object("sealedSecret", "bitnami.com/v1alpha1", "SealedSecret"),
    object("service", "v1", "Service"),
    object("serviceAccount", "v1", "ServiceAccount"),
    object("statefulSet", "apps/v1", "StatefulSet"),
];

/// The object that a word stands for.
#[must_use]
pub fn object_word(word: &str) -> Option<&'static ObjectWord> {
    OBJECTS.iter().find(|o| o.word == word)
}

/// A field that Wharf keeps to itself.
#[derive(Debug)]
pub struct Protected {
    /// Its path.
    pub path: &'static [&'static str],
    /// Why.
    pub why: &'static str,
}

const fn kept(path: &'static [&'static str], why: &'static str) -> Protected {
    Protected { path, why }
}

const SELECTED: &str = "Services and budgets find the pods by it, and it can never change";
const OWNED: &str = "it is what connects this object with the others of its declaration";

static EVERYWHERE: &[Protected] = &[
    kept(&["apiVersion"], "it says what the object is"),
    kept(&["kind"], "it says what the object is"),
    kept(&["metadata", "name"], "other objects refer to this one by its name"),
    kept(&["metadata", "namespace"], "it is the app's `namespace`, in which its objects find each other"),
    kept(&["status"], "the cluster writes it"),
];

static OF_WORKLOADS: &[Protected] = &[
    kept(&["spec", "selector"], SELECTED),
    kept(&["spec", "serviceName"], OWNED),
    kept(&["spec", "replicas"], "it is the service's `scale`"),
    kept(&["spec", "template", "metadata", "labels", "app.kubernetes.io/name"], SELECTED),
    kept(&["spec", "template", "metadata", "labels", "app.kubernetes.io/instance"], SELECTED),
];

static OF_SELECTING: &[Protected] = &[
    kept(&["spec", "selector"], OWNED),
    kept(&["spec", "podSelector"], OWNED),
    kept(&["spec", "scaleTargetRef"], OWNED),
    kept(&["roleRef"], OWNED),
    kept(&["subjects"], OWNED),
];

static OF_SECRETS: &[Protected] = &[
    kept(&["data"], "a secret is never written into a file: create it beside the manifests"),
    kept(&["stringData"], "a secret is never written into a file: create it beside the manifests"),
];

/// The fields at the top of a Compose file that cannot be set.
pub static OF_COMPOSE_FILE: &[Protected] = &[
    kept(&["name"], "it is the app's name, which other names are made from"),
    kept(&["services"], "each service says its own fields, in a `compose { … }` of its own"),
];

/// The fields of a Compose service that the language's own words write, and that both targets agree in.
pub static OF_COMPOSE_SERVICE: &[Protected] = &[
    kept(&["image"], "it is the service's `image`"),
    kept(&["build"], "it is an `image` of the app"),
    kept(&["command"], "it is the service's `args`"),
    kept(&["entrypoint"], "it is the service's `entrypoint`"),
    kept(&["environment"], "variables stand in `env`"),
    kept(&["env_file"], "variables stand in `env`"),
    kept(&["depends_on"], "it is `needs`"),
    kept(&["container_name"], "a service is known by its own name, also where several replicas run"),
    kept(&["volumes"], "it is `volume`, `mount`, `file`, `files`, `bind` or `scratch`"),
    kept(&["secrets"], "it is `file PATH from secrets.KEY`, or `env`"),
    kept(&["configs"], "it is `file PATH from CONFIG.KEY`"),
    kept(&["scale"], "it is `scale`"),
    kept(&["deploy", "replicas"], "it is `scale`"),
];

/// The fields of a kind that cannot be set: of the objects that Wharf writes where `own` is true, else
/// of a `resource`.
pub fn protected(api_version: &str, kind: &str, own: bool) -> impl Iterator<Item = &'static Protected> {
    let more: &[Protected] = match kind {
        "Secret" if api_version == "v1" => OF_SECRETS,
        "Deployment" | "StatefulSet" | "DaemonSet" if own => OF_WORKLOADS,
        "Service"
        | "HorizontalPodAutoscaler"
        | "ScaledObject"
        | "PodDisruptionBudget"
        | "NetworkPolicy"
        | "RoleBinding"
            if own =>
        {
            OF_SELECTING
        }
        _ => &[],
    };
    EVERYWHERE.iter().chain(more)
}

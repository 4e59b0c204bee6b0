//! The objects of the Gateway API, as far as routes need them.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;

/// The group and version of all of them.
pub(super) const API_VERSION: &str = "gateway.networking.k8s.io/v1";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Gateway {
    pub(super) api_version: &'static str,
    pub(super) kind: &'static str,
    pub(super) metadata: ObjectMeta,
    pub(super) spec: GatewaySpec,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GatewaySpec {
    pub(super) gateway_class_name: String,
    pub(super) listeners: Vec<Listener>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Listener {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hostname: Option<String>,
    pub(super) name: String,
    pub(super) port: u16,
    pub(super) protocol: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tls: Option<ListenerTls>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ListenerTls {
    pub(super) certificate_refs: Vec<SecretRef>,
}

#[derive(Serialize)]
pub(super) struct SecretRef {
    pub(super) name: String,
}

/// An `HTTPRoute` or a `GRPCRoute`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RouteObject {
    pub(super) api_version: &'static str,
    pub(super) kind: &'static str,
    pub(super) metadata: ObjectMeta,
    pub(super) spec: RouteSpec,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RouteSpec {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) hostnames: Vec<String>,
    pub(super) parent_refs: Vec<ParentRef>,
    pub(super) rules: Vec<Rule>,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ParentRef {
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) namespace: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) section_name: Option<String>,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rule {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) backend_refs: Vec<BackendRef>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) filters: Vec<Filter>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) matches: Vec<RequestMatch>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) timeouts: Option<Timeouts>,
}

#[derive(Serialize)]
pub(super) struct BackendRef {
    pub(super) name: String,
    /// The Service's port.
    pub(super) port: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) weight: Option<u32>,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RequestMatch {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) headers: Vec<Condition>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) method: Option<MethodMatch>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) path: Option<PathValue>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) query_params: Vec<Condition>,
}

#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum MethodMatch {
    Http(&'static str),
    Grpc {
        #[serde(skip_serializing_if = "Option::is_none")]
        method: Option<String>,
        service: String,
    },
}

#[derive(Serialize)]
pub(super) struct PathValue {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) value: String,
}

/// An exact comparison, which is what holds where no type is said.
#[derive(Serialize)]
pub(super) struct Condition {
    pub(super) name: String,
    pub(super) value: String,
}

#[derive(Serialize)]
pub(super) struct Timeouts {
    pub(super) request: String,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Filter {
    #[serde(skip_serializing_if = "Option::is_none")]
    request_header_modifier: Option<HeaderChange>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_redirect: Option<RedirectFilter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_header_modifier: Option<HeaderChange>,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url_rewrite: Option<RewriteFilter>,
}

impl Filter {
    pub(super) fn request(change: HeaderChange) -> Self {
        Self { kind: "RequestHeaderModifier", request_header_modifier: Some(change), ..Self::default() }
    }

    pub(super) fn response(change: HeaderChange) -> Self {
        Self { kind: "ResponseHeaderModifier", response_header_modifier: Some(change), ..Self::default() }
    }

    pub(super) fn redirect(redirect: RedirectFilter) -> Self {
        Self { kind: "RequestRedirect", request_redirect: Some(redirect), ..Self::default() }
    }

    pub(super) fn rewrite(rewrite: RewriteFilter) -> Self {
        Self { kind: "URLRewrite", url_rewrite: Some(rewrite), ..Self::default() }
    }
}

#[derive(Serialize)]
pub(super) struct HeaderChange {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) remove: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) set: Vec<Header>,
}

#[derive(Serialize)]
pub(super) struct Header {
    pub(super) name: String,
    pub(super) value: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RedirectFilter {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hostname: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) path: Option<PathModifier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) scheme: Option<&'static str>,
    pub(super) status_code: u16,
}

#[derive(Serialize)]
pub(super) struct RewriteFilter {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hostname: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) path: Option<PathModifier>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PathModifier {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) replace_full_path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) replace_prefix_match: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
}

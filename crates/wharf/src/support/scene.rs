//! A small app around one statement.

use wharf_analysis::vocabulary::BlockKind;

/// The files that examples name, which have to be there.
pub const FILES: &[&str] = &["api/main.rs", "src/x", "conf/x", "app.conf", "Dockerfile"];

/// What examples refer to.
const AROUND: &[&str] = &[
    "secrets { db-password; token; }",
    "volume uploads 1Gi access shared",
    "service web { image \"nginx:1.29\"; user 10001; port http 8080; ready tcp }",
    "service api { image \"api:1\"; user 10001; port http 8080; ready tcp }",
    "service db { image \"postgres:17.2\"; user 10001; port sql 5432; ready tcp }",
    "image own { from \"debian:12-slim\"; user 10001 }",
    "service owner { image own }",
];

/// What carries out more than an Ingress does.
const GATEWAY: &str = "routing gateway class \"g\"\n";

/// What a service or a job says beside the example.
const POD: &[&str] = &["image \"x:1\"", "user 10001", "cpu 100m.."];

const SERVICE: &[&str] = &["port http 8000", "ready exec [\"true\"]"];

/// A whole program with `statement` in a block of that kind, or without it where it is empty. What the
/// program says of itself gives way to `instead`: what the statement would say again.
#[must_use]
pub fn scene(block: BlockKind, instead: &str, statement: &str) -> String {
    let besides =
        |lines: &[&str]| -> String { lines.iter().filter(|l| !same(l, instead)).map(|l| format!("{l}\n")).collect() };
    let mut around = besides(AROUND);
    let from = "from \"debian:12-slim\"\n";
    let inside = match block {
        BlockKind::File => {
            return if statement.starts_with("app ") {
                statement.to_owned()
            } else {
                format!("{statement}\napp a {{ service w {{ image \"x:1\" }} }}\n")
            };
        }
        BlockKind::App if instead.starts_with("routing ") => {
            format!("{statement}\nroute \"x.localhost\" {{ \"/\" -> web.http }}")
        }
        BlockKind::App if instead.starts_with("pull ") => {
            format!("{statement}\nservice user {{ image \"ghcr.io/acme/x:1\" }}")
        }
        BlockKind::App => {
            let name = statement.split_whitespace().nth(1).unwrap_or_default();
            match statement.split_whitespace().next() {
                Some("image") => format!("{statement}\nservice user {{ image {name} }}"),
                Some("service") if statement.contains(" external ") => {
                    format!("{statement}\nservice user {{ image \"x:1\"; user 10001; env {{ PLACE = {name}.host }} }}")
                }
                Some("config") => {
                    format!("{statement}\nservice user {{ image \"x:1\"; files \"/etc/x\" from {name} }}")
                }
                _ => statement.to_owned(),
            }
        }
        BlockKind::Environment => format!(
            "param domain string = \"x.localhost\"\nenvironment prod {{ {statement} }}\nroute domain {{ \"/\" -> api.http }}"
        ),
        BlockKind::Secrets => {
            around = around.replace("secrets { db-password; token; }\n", "");
            let store = if instead.contains(" property ") { "from store \"vault\" " } else { "" };
            format!("secrets {store}{{ {statement} }}")
        }
        BlockKind::Config => {
            format!("config texts {{ {statement} }}\nservice user {{ image \"x:1\"; files \"/etc/x\" from texts }}")
        }
        BlockKind::Image if ["dockerfile", "target"].iter().any(|w| instead.starts_with(w)) => {
            let dockerfile = if instead.starts_with("target") { "dockerfile \"./Dockerfile\"" } else { "" };
            run(&format!("{statement}\n{dockerfile}"))
        }
        BlockKind::Image | BlockKind::Stage if instead.starts_with("from ") => run(statement),
        BlockKind::Image if instead.starts_with("stage ") => run(&format!("{statement}\n{from}")),
        BlockKind::Image => run(&format!("{from}{statement}")),
        BlockKind::Stage => format!("image x {{ stage s {{ {from}{statement} }}\n{from} }}"),
        BlockKind::Run => format!("image x {{ {from}run \"true\" {{ {statement} }} }}"),
        BlockKind::Healthcheck => format!("image x {{ {from}healthcheck [\"true\"] {{ {statement} }} }}"),
        BlockKind::Service if instead.starts_with("permit ") => format!(
            "network isolated\nservice x {{ {}port http 8000\nready exec [\"true\"]\n{statement} }}",
            besides(POD)
        ),
        BlockKind::Service if instead.starts_with("canary ") => format!(
            "{GATEWAY}service x {{ {}{}{statement} }}\nroute \"x.localhost\" {{ \"/\" -> x.http }}",
            besides(POD),
            besides(SERVICE)
        ),
        BlockKind::Service => format!("service x {{ {}{}{statement} }}", besides(POD), besides(SERVICE)),
        BlockKind::Daemon => format!("daemon x {{ {}{}{statement} }}", besides(POD), besides(SERVICE)),
        BlockKind::Job => format!("job x {{ {}{statement} }}", besides(POD)),
        BlockKind::Cron => format!("cron x \"0 3 * * *\" {{ {}{statement} }}", besides(POD)),
        BlockKind::Init => {
            format!(
                "service x {{ image \"x:1\"; user 10001; scratch \"/s\" as s; init y {{ {}{statement} }} }}",
                besides(POD)
            )
        }
        BlockKind::Sidecar => {
            format!(
                "service x {{ image \"x:1\"; user 10001; port http 8000; sidecar y {{ {}{statement} }} }}",
                besides(POD)
            )
        }
        BlockKind::Account => {
            let other = if statement.starts_with("can ") { "" } else { "\ncan get configmaps" };
            format!("service x {{ {}\naccount {{ {statement}{other} }} }}", POD.join("\n"))
        }
        BlockKind::Scale => {
            let fewest = if ["trigger", "schedule"].iter().any(|w| instead.starts_with(w)) { 0 } else { 1 };
            let other = if fewest == 0 { "" } else { " on cpu 70%" };
            let own = if statement.is_empty() && fewest == 0 {
                "scale 1".to_owned()
            } else {
                format!("scale {fewest}..9{other} {{ {statement} }}")
            };
            format!("service x {{ {}{}{own} }}", POD.join("\n"), "\n")
        }
        BlockKind::Trigger => {
            format!("service x {{ {}\nscale 0..9 {{ trigger redis {{ {statement} }} }} }}", POD.join("\n"))
        }
        BlockKind::Canary => {
            let all = POD.join("\n");
            format!(
                "{GATEWAY}service x {{ {all}\n{}\ncanary 10% {{ {statement} }} }}\nroute \"x.localhost\" {{ \"/\" -> x.http }}",
                SERVICE.join("\n")
            )
        }
        BlockKind::Env => format!("service x {{ {}env {{ {statement} }} }}", besides(POD)),
        BlockKind::Probe => {
            format!("service x {{ {}port http 8080; ready http \"/\" with curl {{ {statement} }} }}", besides(POD))
        }
        BlockKind::Route if ["\"/", "exact "].iter().any(|w| instead.starts_with(w)) => {
            format!("{GATEWAY}route \"x.localhost\" {{ {statement} }}")
        }
        BlockKind::Route if instead.starts_with("https ") => {
            format!("{GATEWAY}route \"x.localhost\" {{ tls secret \"s\"\n{statement}\n\"/\" -> web.http }}")
        }
        BlockKind::Route => format!("{GATEWAY}route \"x.localhost\" {{ {statement}\n\"/\" -> web.http }}"),
        BlockKind::Rule => format!("{GATEWAY}route \"x.localhost\" {{ \"/\" -> web.http {{ {statement} }} }}"),
        BlockKind::Fields => format!(
            "service x {{ image \"x:1\"; kubernetes {{ deployment {{ spec {{ template {{ spec {{ {statement} }} }} }} }} }} }}"
        ),
    };
    format!("template standard(port int) {{ }}\napp a {{\n{around}{inside}\n}}\n")
}

/// An image, and a service that runs it.
fn run(body: &str) -> String {
    format!("image x {{ {body} }}\nservice user {{ image x }}")
}

/// Whether two statements say the same thing: one word, and for what is declared one name.
fn same(line: &str, statement: &str) -> bool {
    let mut of = (line.split_whitespace(), statement.split_whitespace());
    let (first, second) = (of.0.next(), of.1.next());
    let image = line.starts_with("image own");
    let declares = image || ["service", "volume", "port"].iter().any(|w| first == Some(w));
    // What runs an image declares none.
    first == second && (!declares || of.0.next() == of.1.next()) && (!image || statement.contains('{'))
}

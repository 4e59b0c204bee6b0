//! A project of C# or F#, of which a few elements are picked out.

use super::folder::Folder;
use super::found::Found;

pub(super) fn detect(folder: &Folder) -> Result<Option<Found>, String> {
    let projects = folder.files_with(&["csproj", "fsproj"]);
    let Some((project, others)) = projects.split_first() else { return Ok(None) };
    let text = folder.text(project)?.unwrap_or_default();
    let element = |name: &str| {
        let (_, rest) = text.split_once(&format!("<{name}>"))?;
        rest.split_once('<').map(|(value, _)| value.trim().to_owned())
    };
    let stem = project.rsplit_once('.').map_or(project.as_str(), |(stem, _)| stem);
    let mut found = Found::template("a .NET program", project.as_str(), "dotnet", 8080);
    found.version = element("Version").filter(|v| !v.contains('$'));
    found.text("assembly", element("AssemblyName").filter(|n| !n.contains('$')).unwrap_or_else(|| stem.to_owned()));
    found.text("project", project.as_str());
    let framework = element("TargetFramework");
    let version = framework.as_deref().and_then(|f| f.strip_prefix("net")).filter(|v| v.contains('.') && *v != "10.0");
    if let Some(version) = version {
        found.text("version", version);
    }
    if !others.is_empty() {
        found.comment(format!("Other projects of this folder: {}", others.join(", ")));
    }
    Ok(Some(found))
}

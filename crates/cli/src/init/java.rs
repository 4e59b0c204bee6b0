//! pom.xml, build.gradle or build.gradle.kts.
//!
//! Neither is read as what it is, XML and a program: a few facts that stand in one line in nearly all
//! of them are picked out, and the template's defaults hold where they do not.

use super::folder::Folder;
use super::found::{Argument, Found, major};

/// The versions of Java that Maven's images have; the last is the template's.
const WITH_MAVEN: &[u32] = &[8, 11, 17, 21, 25];

pub(super) fn detect(folder: &Folder) -> Result<Option<Found>, String> {
    if let Some(pom) = folder.text("pom.xml")? {
        return Ok(Some(maven(&pom)));
    }
    for (build, settings) in [("build.gradle.kts", "settings.gradle.kts"), ("build.gradle", "settings.gradle")] {
        if let Some(text) = folder.text(build)? {
            return Ok(Some(gradle(folder, build, &text, "")));
        }
        // `gradle init` makes one project below the one that only names it.
        if folder.has(settings)
            && let Some(text) = folder.text(&format!("app/{build}"))?
        {
            return Ok(Some(gradle(folder, settings, &text, "app/")));
        }
    }
    Ok(None)
}

fn maven(pom: &str) -> Found {
    let mut found = Found::template("a Java program with Maven", "pom.xml", "java-maven", 8080);
    let own = without(&without(&without(pom, "parent"), "dependencies"), "build");
    found.version = element(&own, "version").filter(|v| !v.contains('$')).map(str::to_owned);
    if let Some(module) = element(&own, "module") {
        found.text("jar", format!("{module}/target/*.jar"));
        found.comment("`jar` is a guess: the first of the modules.");
    }
    let named = ["maven.compiler.release", "java.version", "maven.compiler.target"];
    java(&mut found, named.into_iter().find_map(|name| element(&own, name)), WITH_MAVEN);
    port(&mut found);
    found
}

fn gradle(folder: &Folder, by: &str, text: &str, below: &str) -> Found {
    let mut found = Found::template("a Java program with Gradle", by, "java-gradle", 8080);
    found.belongs = &["settings.gradle", "settings.gradle.kts"];
    let quoted = |line: &str| line.split(['"', '\'']).nth(1).map(str::to_owned);
    found.version = text.lines().find(|l| l.starts_with("version")).and_then(quoted);
    if text.contains("org.springframework.boot") {
        found.text("task", "bootJar");
    }
    if !below.is_empty() {
        found.text("jar", format!("{below}build/libs/*.jar"));
    }
    let asked = text.split_once("JavaLanguageVersion.of(").map(|(_, rest)| rest);
    // gradle-8.14.3-bin.zip
    let wrapper = folder.hint("gradle/wrapper/gradle-wrapper.properties");
    let release = wrapper.split_once("/gradle-").and_then(|(_, rest)| major(rest));
    // The last of each series, and the versions of Java that its images have.
    let (gradle, versions): (Option<&str>, &[u32]) = match release {
        Some(7) => (Some("7.6"), &[17]),
        Some(8) => (Some("8.14"), &[17, 21]),
        _ => (None, &[17, 21, 25]),
    };
    java(&mut found, asked, versions);
    if let Some(gradle) = gradle {
        found.text("gradle", gradle);
    }
    port(&mut found);
    found
}

/// The oldest of the versions that is new enough for the one that `text` begins with; the newest
/// where that says nothing.
fn java(found: &mut Found, text: Option<&str>, versions: &[u32]) {
    let text = text.unwrap_or_default().trim();
    let digits: String = text.strip_prefix("1.").unwrap_or(text).chars().take_while(char::is_ascii_digit).collect();
    let asked: Option<u32> = digits.parse().ok();
    let fits = asked.and_then(|asked| versions.iter().find(|v| **v >= asked)).or(versions.last());
    if let Some(version) = fits.filter(|v| Some(*v) != WITH_MAVEN.last()) {
        found.text("java", version.to_string());
    }
}

fn port(found: &mut Found) {
    found.argument("port", Argument::Port);
    found.comment("The port is a guess: it is what the program should listen to. It finds it in `PORT`.");
}

/// The text of the first element of this name.
fn element<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    rest.split_once(&format!("</{name}>")).map(|(text, _)| text.trim())
}

/// The XML without the first element of this name.
fn without(xml: &str, name: &str) -> String {
    let parts = xml.split_once(&format!("<{name}>"));
    let cut = parts.and_then(|(before, rest)| Some((before, rest.split_once(&format!("</{name}>"))?.1)));
    cut.map_or_else(|| xml.to_owned(), |(before, after)| format!("{before}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_projects_own_version_is_read_not_its_parents() {
        let pom = "<project><parent><version>4</version></parent><dependencies><dependency><version>7</version>\
            </dependency></dependencies><version> 1.2 </version></project>";
        assert_eq!(maven(pom).version.as_deref(), Some("1.2"));
        assert_eq!(maven("<project><version>${revision}</version></project>").version, None);
        assert_eq!(maven("<project><parent><version>4</version></parent></project>").version, None);
    }
}

//! `wharf init`: what it finds, what it writes, and what it says where it can't.

mod common;

use common::Place;

/// A folder's files, and what the written file must say.
struct Kind<'a> {
    files: &'a [(&'a str, &'a str)],
    says: &'a [&'a str],
}

/// Begins an app in a folder with these files; the file must be formatted and check clean.
#[track_caller]
fn begins(kind: &Kind<'_>) -> (Place, String) {
    let p = Place::new();
    for (path, text) in kind.files {
        p.write(&format!("shop/{path}"), text);
    }
    p.write("shop/.keep", "");
    let ran = p.run_in("shop", &["init"], "").ends(0).says("wrote shop.app").says("wharf build shop.app");
    assert_eq!(ran.out, "");
    let text = p.read("shop/shop.app");
    for words in kind.says {
        assert!(text.contains(words), "`{words}` is not in:\n{text}");
    }
    p.run_in("shop", &["fmt", "--check"], "").ends(0);
    p.run_in("shop", &["check", "--deny-warnings"], "").ends(0);
    (p, ran.err)
}

const PACKAGE: &str = r#"{
    "name": "shop", "version": "2.1.0+3", "main": "src/main.js",
    "engines": { "node": "^22.1" }, "packageManager": "pnpm@10.1.0"
}"#;

#[test]
fn an_empty_folder_gets_an_example() {
    begins(&Kind { files: &[], says: &["app shop {", "image \"nginxinc/nginx-unprivileged:", "user 101"] });
}

#[test]
fn a_dockerfile_is_kept_and_wins() {
    let docker = "FROM debian:13 AS build\nUSER 7\nEXPOSE 1\nFROM alpine:3.24\nEXPOSE 3000/tcp\nUSER 1234:5\n";
    let (_p, said) = begins(&Kind {
        files: &[("Dockerfile", docker), ("package.json", PACKAGE)],
        says: &["dockerfile \"./Dockerfile\"", "port http 3000", "user 1234 group 1234", "ready http \"/\" with wget"],
    });
    assert!(!said.contains("left out"), "{said}");
    // What nobody can know is a comment.
    begins(&Kind {
        files: &[("Dockerfile", "FROM debian:13\nEXPOSE 9000\n")],
        says: &[
            "user 10001",
            "port http 9000 publish 9000",
            "// ready http \"/\" with curl",
            "// route \"shop.localhost\"",
        ],
    });
}

/// The compiler knows more of ports than `init` does, and says it.
#[test]
fn a_port_that_wants_root_is_a_warning() {
    let p = Place::new();
    p.write("shop/Dockerfile", "FROM debian:13\nEXPOSE 80\n");
    p.run_in("shop", &["init"], "").ends(0);
    assert!(p.read("shop/shop.app").contains("port http 80 publish 8080"));
    p.run_in("shop", &["check"], "").ends(0).says("below 1024");
}

#[test]
fn node() {
    let (_p, said) = begins(&Kind {
        files: &[("package.json", PACKAGE), ("src/main.js", ""), ("pnpm-lock.yaml", ""), ("index.html", "")],
        says: &[
            "use \"wharf:images\" as images",
            "extends images.node(",
            "main: \"src/main.js\"",
            "manager: \"pnpm\"",
            "version: \"22\"",
            "port: 3000",
            "param version string = \"2.1.0\"",
        ],
    });
    assert!(!said.contains("first, as") && !said.contains("left out"), "{said}");
    // What is older than the template's Debian gets the oldest that is not.
    let old = r#"{ "main": "a.js", "engines": { "node": "16.x" } }"#;
    begins(&Kind {
        files: &[("package.json", old), ("package-lock.json", "{}"), ("a.js", "")],
        says: &["version: \"20\""],
    });
    let built =
        r#"{ "scripts": { "start": "NODE_OPTIONS= node --enable-source-maps ./out/server.js", "build": "tsc" } }"#;
    begins(&Kind {
        files: &[("package.json", built), ("package-lock.json", "{}")],
        says: &["main: \"out/server.js\"", "script: \"build\"", "output: \"out\""],
    });
    let site = r#"{ "scripts": { "build": "vite build" }, "devDependencies": { "vue-router": "4" } }"#;
    begins(&Kind {
        files: &[("package.json", site), ("yarn.lock", ""), ("index.html", "")],
        says: &["images.static-site(", "script: \"build\"", "single-page: true", "manager: \"yarn\""],
    });
}

#[test]
fn a_missing_lockfile_is_the_first_thing_to_make() {
    let p = Place::new();
    p.write("shop/package.json", r#"{ "main": "a.js" }"#).write("shop/a.js", "");
    p.run_in("shop", &["init"], "")
        .ends(0)
        .says("there is no `package-lock.json`")
        .says("npm install --package-lock-only");
    p.write("py/pyproject.toml", "[project]\nname = \"x\"\n");
    p.run_in("py", &["init"], "").ends(0).says("uv lock");
}

#[test]
fn python() {
    let project = "[project]\nname = \"shop\"\nversion = \"0.3\"\nrequires-python = \">=3.11,<3.14\"\n\
        dependencies = [\"fastapi\", \"uvicorn[standard] >= 0.3\"]\n";
    begins(&Kind {
        files: &[("pyproject.toml", project), ("uv.lock", ""), ("app/main.py", "")],
        says: &[
            "images.python-uv(",
            "\"uvicorn\", \"app.main:app\"",
            "version: \"3.13\"",
            "param version string = \"0.3\"",
        ],
    });
    begins(&Kind {
        files: &[
            ("pyproject.toml", "[project]\nname = \"x\"\n[project.scripts]\nserve = \"x:main\"\n"),
            ("uv.lock", ""),
        ],
        says: &["command: [\"serve\"]"],
    });
    begins(&Kind {
        files: &[
            ("requirements.txt", "Django==5.2\ngunicorn==23.0\n"),
            ("site/wsgi.py", ""),
            (".python-version", "3.12.4\n"),
        ],
        says: &["images.python-pip(", "\"site.wsgi\"", "version: \"3.12\"", "port http 8000"],
    });
    begins(&Kind { files: &[("requirements.txt", ""), ("app.py", "")], says: &["command: [\"python\", \"app.py\"]"] });
}

#[test]
fn rust() {
    let package = "[package]\nname = \"shop-api\"\nversion = \"0.2.0\"\n";
    begins(&Kind {
        files: &[
            ("Cargo.toml", package),
            ("Cargo.lock", ""),
            ("src/main.rs", ""),
            ("rust-toolchain.toml", "[toolchain]\nchannel = \"1.90.0\"\n"),
        ],
        says: &["images.rust(bin: \"shop-api\", version: \"1.90\", port: 8080)", "= \"0.2.0\""],
    });
    let workspace = "[workspace]\nmembers = [\"lib\", \"crates/*\"]\n[workspace.package]\nversion = \"3.0.0\"\n";
    let member = "[package]\nname = \"api\"\nversion.workspace = true\n[[bin]]\nname = \"serve\"\n";
    begins(&Kind {
        files: &[
            ("Cargo.toml", workspace),
            ("Cargo.lock", ""),
            ("lib/Cargo.toml", "[package]\nname = \"lib\"\n"),
            ("crates/api/Cargo.toml", member),
        ],
        says: &["bin: \"serve\"", "= \"3.0.0\""],
    });
}

#[test]
fn go() {
    begins(&Kind {
        files: &[
            ("go.mod", "module example.com/shop\n\ngo 1.26\n"),
            ("x.go", "package shop\n"),
            ("cmd/api/main.go", "// The API.\npackage main\n"),
            ("cmd/tool/main.go", "package main\n"),
        ],
        says: &["images.go(package: \"./cmd/api\", port: 8080)", "// Other programs of this module: ./cmd/tool"],
    });
    begins(&Kind {
        files: &[("go.mod", "module m\n"), ("main.go", "package main\n")],
        says: &["images.go(port: 8080)"],
    });
}

#[test]
fn java() {
    let pom = "<project><parent><version>4.0.1</version></parent><version>1.5-SNAPSHOT</version>\
        <properties><java.version>18</java.version></properties></project>";
    begins(&Kind {
        files: &[("pom.xml", pom)],
        says: &["images.java-maven(java: \"21\", port: 8080)", "= \"1.5-SNAPSHOT\""],
    });
    let gradle = "plugins { id(\"org.springframework.boot\") version \"4.0.0\" }\nversion = \"0.9\"\n\
        java { toolchain { languageVersion = JavaLanguageVersion.of(21) } }\n";
    let wrapper = "distributionUrl=https\\://services.gradle.org/distributions/gradle-8.5-bin.zip\n";
    begins(&Kind {
        files: &[
            ("build.gradle.kts", gradle),
            ("settings.gradle.kts", ""),
            ("gradle/wrapper/gradle-wrapper.properties", wrapper),
        ],
        says: &["images.java-gradle(task: \"bootJar\", java: \"21\", gradle: \"8.14\", port: 8080)", "= \"0.9\""],
    });
    // Gradle 8 cannot run on the template's Java.
    begins(&Kind {
        files: &[("build.gradle", ""), ("gradle/wrapper/gradle-wrapper.properties", wrapper)],
        says: &["images.java-gradle(java: \"21\", gradle: \"8.14\", port: 8080)"],
    });
    begins(&Kind {
        files: &[("settings.gradle", ""), ("app/build.gradle", "")],
        says: &["jar: \"app/build/libs/*.jar\""],
    });
}

#[test]
fn dotnet_php_ruby_and_sites() {
    let project = "<Project><PropertyGroup><TargetFramework>net9.0</TargetFramework></PropertyGroup></Project>";
    begins(&Kind {
        files: &[("Shop.Api.csproj", project)],
        says: &["images.dotnet(assembly: \"Shop.Api\", project: \"Shop.Api.csproj\", version: \"9.0\")"],
    });
    let composer = r#"{ "require": { "php": "^8.4", "ext-pdo_mysql": "*", "ext-json": "*", "ext-intl": "*" } }"#;
    begins(&Kind {
        files: &[("composer.json", composer), ("composer.lock", "{}"), ("web/index.php", "")],
        says: &["images.php(root: \"web\", extensions: [\"pdo_mysql\"])", "// `intl` needs `libicu-dev` too"],
    });
    let (_p, said) = begins(&Kind {
        files: &[
            ("Gemfile", "source \"x\"\nruby \"~> 3.4.1\"\n"),
            ("Gemfile.lock", ""),
            ("config/application.rb", ""),
            ("app/assets/x", ""),
            ("package.json", PACKAGE),
        ],
        says: &[
            "images.ruby(prepare: \"bin/rails assets:precompile\", version: \"3.4\")",
            "a Rails application (Gemfile)",
        ],
    });
    assert!(said.contains("left out: package.json"), "{said}");
    begins(&Kind { files: &[("public/index.html", "")], says: &["images.static-site(root: \"public\")"] });
}

#[test]
fn a_name_is_checked_and_mended() {
    let p = Place::new();
    let name = "a name is written in lower case, and `M` is a capital";
    p.wharf(&["init", "My Shop"]).ends(2).says(name).says("try: wharf init my-shop");
    p.wharf(&["init", "2shop"]).ends(2).says("begins with a letter").says("try: wharf init shop");
    p.wharf(&["init", ""]).ends(2).says("an app needs a name");
    p.wharf(&["init", &"a".repeat(64)]).ends(2).says("63 characters at most");
    p.wharf(&["init", "--dir", "123"])
        .ends(2)
        .says("an app cannot be named like this folder, `123`")
        .says("try: wharf init shop");
    assert!(p.tree("").is_empty(), "{:?}", p.tree(""));
    // A folder's name is brought into form without a word.
    p.wharf(&["init", "--dir", "a/My_Shop 2"]).ends(0).says("wrote a/My_Shop 2/my-shop-2.app");
    p.wharf(&["check", "a"]).ends(0);
}

#[test]
fn nothing_is_overwritten() {
    let p = Place::new();
    p.write("a/shop.app", "// mine\n");
    p.run_in("a", &["init", "shop"], "").ends(1).says("`shop.app` is there already").says("wharf check shop.app");
    p.run_in("a", &["init"], "").ends(1).says("`shop.app` is here already").says("wharf init NAME");
    p.wharf(&["init", "--dir", "a"]).ends(1).says("wharf check a/shop.app");
    assert_eq!(p.read("a/shop.app"), "// mine\n");
    assert_eq!(p.tree("a"), ["shop.app"]);
    p.run_in("a", &["init", "other"], "").ends(0);
    // Not even through a link that leads nowhere.
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("nowhere", p.path("a/linked.app")).unwrap();
        p.run_in("a", &["init", "linked"], "").ends(1).says("is there already");
        assert!(!p.exists("a/nowhere"));
    }
}

#[test]
fn what_cannot_be_read_or_run_is_said() {
    let p = Place::new();
    p.write("a/package.json", "{ name: 1 }").write("b/Cargo.toml", "[package\n").write("c/pyproject.toml", "x");
    p.wharf(&["init", "--dir", "a"]).ends(1).says("`package.json` cannot be read").says("line 1");
    p.wharf(&["init", "--dir", "b"]).ends(1).says("`Cargo.toml` cannot be read");
    p.wharf(&["init", "--dir", "c"]).ends(1).says("`pyproject.toml` cannot be read");
    p.write("d/Cargo.toml", "[package]\nname = \"d\"\n").write("d/src/lib.rs", "");
    p.wharf(&["init", "--dir", "d"]).ends(1).says("describes no program").says("add one");
    p.write("e/go.mod", "module e\n").write("e/e.go", "package e\n");
    p.wharf(&["init", "--dir", "e"]).ends(1).says("no `package main`");
    for folder in ["a", "b", "c", "d", "e"] {
        assert!(p.tree(folder).iter().all(|f| !f.ends_with(".app")), "{folder}");
    }
}

#[test]
fn texts_of_a_manifest_stay_texts() {
    let package = r#"{ "main": "a\"b\\(secrets.x).js", "version": "1.0\") }" }"#;
    begins(&Kind {
        files: &[("package.json", package), ("a\"b\\(secrets.x).js", ""), ("package-lock.json", "{}")],
        says: &[r#"main: "a\"b\\(secrets.x).js""#, "= \"0.1.0\""],
    });
}

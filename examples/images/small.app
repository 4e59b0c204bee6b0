edition "2026"
use "wharf:images" as images

/// The same programs on smaller bases, most of which have no shell: Compose can't probe them, so
/// they are reached by their ports instead of by a route. And what some need beside their language.
app small {
  registry "ghcr.io/acme/small"

  param version string = "1.0.0"

  image go {
    context "./go"
    tag version
    extends images.go(base: "distroless", port: 8080)
  }
  image rust {
    context "./rust"
    tag version
    extends images.rust(bin: "hello", base: "distroless", features: ["short"], port: 8080)
  }
  image maven {
    context "./maven"
    tag version
    extends images.java-maven(base: "alpine", port: 8080)
  }
  image gradle {
    context "./gradle"
    tag version
    extends images.java-gradle(base: "alpine", port: 8080)
  }
  image dotnet {
    context "./dotnet"
    tag version
    extends images.dotnet(assembly: "Hello", base: "chiseled")
  }

  /// With Debian packages and PHP's own extensions. A step of one's own comes after the template's.
  image php {
    context "./php"
    tag version
    extends images.php(extensions: ["intl", "pdo_mysql"], packages: ["libicu-dev=76.*"])
    label "org.opencontainers.image.source" = "https://github.com/acme/small"
  }
  image uv {
    context "./uv"
    tag version
    extends images.python-uv(
      command: ["uvicorn", "main:app"],
      packages: ["libpq5=17.*", "libxml2=2.*"],
    )
  }
  image pip {
    context "./pip"
    tag version
    extends images.python-pip(command: ["gunicorn", "app:app"], packages: ["libpq5=17.*"])
  }
  image ruby {
    context "./ruby"
    tag version
    extends images.ruby(prepare: "ruby -c config.ru", packages: ["libpq5=17.*"])
  }
  image node {
    context "./node"
    tag version
    extends images.node(packages: ["libpq5=17.*"])
  }

  service go { image go; port http 8080 publish 8101 }
  service rust { image rust; port http 8080 publish 8102 }
  service maven { image maven; port http 8080 publish 8103 }
  service gradle { image gradle; port http 8080 publish 8104 }
  service dotnet { image dotnet; port http 8080 publish 8105 }
  service php { image php; port http 8080 publish 8106 }
  service uv { image uv }
  service pip { image pip }
  service ruby { image ruby }
  service node { image node }
}

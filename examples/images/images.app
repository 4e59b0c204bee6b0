edition "2026"
use "wharf:images" as images

/// What every service of this file has: it answers by a page.
template page(port int) {
  port http port
  cpu 50m..
  memory 64Mi..256Mi
  ready http "/" { every 5s; timeout 3s; grace 30s }
}

/// A program in each language, built by the shipped templates, and a page that is just there.
app images {
  registry "ghcr.io/acme/images"

  param version string = "1.0.0"

  image node {
    context "./node"
    tag version
    extends images.node(port: 3000)
  }
  image pnpm {
    context "./pnpm"
    tag version
    extends images.node(main: "dist/server.js", manager: "pnpm", script: "build", port: 3000)
  }
  image uv {
    context "./uv"
    tag version
    extends images.python-uv(command: ["uvicorn", "main:app", "--host", "0.0.0.0"], port: 8000)
  }
  image pip {
    context "./pip"
    tag version
    extends images.python-pip(
      command: ["gunicorn", "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm", "app:app"],
      port: 8000,
    )
  }
  image go {
    context "./go"
    tag version
    extends images.go(port: 8080)
  }
  image rust {
    context "./rust"
    tag version
    extends images.rust(bin: "hello", port: 8080)
  }
  image maven {
    context "./maven"
    tag version
    extends images.java-maven(port: 8080)
  }
  image gradle {
    context "./gradle"
    tag version
    extends images.java-gradle(port: 8080)
  }
  image dotnet {
    context "./dotnet"
    tag version
    extends images.dotnet(assembly: "Hello")
  }
  image php {
    context "./php"
    tag version
    extends images.php()
  }
  image ruby {
    context "./ruby"
    tag version
    extends images.ruby()
  }
  image site {
    context "./site"
    tag version
    extends images.static-site()
  }
  image yarn {
    context "./yarn"
    tag version
    extends images.static-site(script: "build", manager: "yarn", single-page: true)
  }

  service node {
    image node
    extends page(port: 3000)
  }
  service pnpm {
    image pnpm
    extends page(port: 3000)
  }
  service uv {
    image uv
    extends page(port: 8000)
  }
  service pip {
    image pip
    extends page(port: 8000)
  }
  service go {
    image go
    extends page(port: 8080)
  }
  service rust {
    image rust
    extends page(port: 8080)
  }
  service maven {
    image maven
    extends page(port: 8080)
  }
  service gradle {
    image gradle
    extends page(port: 8080)
  }
  service dotnet {
    image dotnet
    extends page(port: 8080)
  }
  service php {
    image php
    extends page(port: 8080)
  }
  service ruby {
    image ruby
    extends page(port: 3000)
  }
  service site {
    image site
    extends page(port: 8080)
  }
  service yarn {
    image yarn
    extends page(port: 8080)
  }

  route "images.localhost" {
    "/node" -> node.http
    "/pnpm" -> pnpm.http
    "/uv" -> uv.http
    "/pip" -> pip.http
    "/go" -> go.http
    "/rust" -> rust.http
    "/maven" -> maven.http
    "/gradle" -> gradle.http
    "/dotnet" -> dotnet.http
    "/php" -> php.http
    "/ruby" -> ruby.http
    "/site" -> site.http
    "/yarn" -> yarn.http
  }
}

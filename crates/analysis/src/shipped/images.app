// The shipped templates: `use "wharf:images" as images`, then `extends images.node(…)` in an image.
// Their reference is grammar/images.md, and examples/images builds each of them.
//
// What they have in common: bases with a version, what changes rarely in the first steps, caches of
// the builder instead of layers, nothing in the last stage that only the build needs, files that
// the program can't write, a user that is a number, and a program that gets its signals itself.
// The last stages hold a tool that Compose can probe with, unless a base without any is asked for.

edition "2026"

/// A Node program, on Debian slim.
///
/// Needs `package.json` and the manager's lockfile. pnpm and Yarn (4 or newer) come by Corepack, in
/// the version of `packageManager` in `package.json`.
///
/// The first process of a container gets no signal that it does not handle itself: a program that
/// does not listen to SIGTERM would sit out every stop until it is killed. So `tini` is the first
/// process; it hands signals on, and buries the children that nobody waits for.
///
/// - `main`: the file that Node runs
/// - `version`: Node's version
/// - `manager`: what installs the packages
/// - `script`: a script of `package.json` that makes what runs; without one, the sources run as they are
/// - `output`: the folder that `script` fills; nothing else is taken from the build
/// - `port`: the port that is listened to; the program reads it from `PORT`
/// - `packages`: Debian packages that the program needs, best as `name=version`
/// - `uid`: the user and the group
template node(
  main string = "server.js",
  version string = "26",
  manager "npm" | "pnpm" | "yarn" = "npm",
  script string?,
  output string = "dist",
  port int? in 1..65535,
  packages list(string) = [],
  uid int in 1..4294967294 = 10001,
) {
  ignore ["**/node_modules", "**/.yarn/cache", "**/*.log", "**/.env.*"]

  stage manifest {
    from "node:\(version)-trixie-slim"
    workdir "/app"
    if manager == "npm" {
      copy ["package.json", "package-lock.json"] "./"
    } else {
      env { COREPACK_ENABLE_DOWNLOAD_PROMPT = "0" }
      run "npm install --global corepack@0.36.0 && corepack enable" { cache "/root/.npm" }
      if manager == "pnpm" {
        // The lockfile, and the settings in pnpm-workspace.yaml where there are any.
        copy ["package.json", "pnpm-*.yaml"] "./"
      } else {
        // Whatever the project says: the last stage has no loader for Plug'n'Play.
        env { YARN_ENABLE_TELEMETRY = "0"; YARN_NODE_LINKER = "node-modules" }
        copy ["package.json", "*yarn*.*"] "./"
      }
    }
  }
  // `mkdir`: where there is nothing to install there would be no folder to copy.
  stage dependencies {
    from manifest
    if manager == "npm" {
      run "npm ci --omit=dev && mkdir -p node_modules" { cache "/root/.npm" }
    } else if manager == "pnpm" {
      run "pnpm install --frozen-lockfile --prod --store-dir /pnpm && mkdir -p node_modules" {
        cache "/pnpm"
      }
    } else {
      run "yarn workspaces focus --all --production && mkdir -p node_modules" {
        cache "/root/.yarn/berry/cache"
      }
    }
  }
  if script {
    stage build {
      from manifest
      if manager == "npm" {
        run "npm ci" { cache "/root/.npm" }
      } else if manager == "pnpm" {
        run "pnpm install --frozen-lockfile --store-dir /pnpm" { cache "/pnpm" }
      } else {
        run "yarn install --immutable" { cache "/root/.yarn/berry/cache" }
      }
      copy "." "."
      run "\(manager) run \(script)"
    }
  }

  from "node:\(version)-trixie-slim"
  let installed = if len(packages) > 0 then "tini=0.19.* \(join(packages, " "))" else "tini=0.19.*"
  run "apt-get update && apt-get install --yes --no-install-recommends \(installed) && rm -rf /var/lib/apt/lists/*"
  env { NODE_ENV = "production" }
  workdir "/app"
  copy "/app/node_modules" "node_modules" from dependencies
  if script {
    copy "package.json" "./"
    copy "/app/\(output)" output from build
  } else {
    copy "." "."
  }
  user uid group uid
  if port {
    env { PORT = "\(port)" }
    expose port
  }
  entrypoint ["tini", "--", "node", main]
}

/// A Python program that uv manages, on Debian slim.
///
/// Needs `pyproject.toml` and `uv.lock`. The environment is made in the full image, which can compile
/// what has no wheel, and is the one that uv makes: `/app/.venv`. uv itself is not in the last stage.
///
/// - `command`: the program and its arguments; what the environment brings is found by its name
/// - `version`: Python's version
/// - `uv`: uv's version
/// - `port`: the port that is listened to; the program may read it from `PORT`
/// - `packages`: Debian packages that the program needs, best as `name=version`
/// - `uid`: the user and the group
template python-uv(
  command list(string),
  version string = "3.14",
  uv string = "0.13",
  port int? in 1..65535,
  packages list(string) = [],
  uid int in 1..4294967294 = 10001,
) {
  ignore [
    "**/.venv",
    "**/__pycache__",
    "**/.pytest_cache",
    "**/.mypy_cache",
    "**/.ruff_cache",
    "**/.env.*",
  ]

  stage build {
    from "python:\(version)-trixie"
    copy "/uv" "/usr/local/bin/uv" from "ghcr.io/astral-sh/uv:\(uv)"
    // Byte code now, for no start may write it; copies, for a cache of the builder can't be linked
    // to; and the Python of the image, which is the last stage's too.
    env { UV_COMPILE_BYTECODE = "1"; UV_LINK_MODE = "copy"; UV_PYTHON_DOWNLOADS = "never" }
    workdir "/app"
    copy ["pyproject.toml", "uv.lock"] "./"
    run "uv sync --locked --no-dev --no-install-project" { cache "/root/.cache/uv" }
    copy "." "."
    run "uv sync --locked --no-dev" { cache "/root/.cache/uv" }
  }

  from "python:\(version)-slim-trixie"
  if len(packages) > 0 {
    let installed = join(packages, " ")
    run "apt-get update && apt-get install --yes --no-install-recommends \(installed) && rm -rf /var/lib/apt/lists/*"
  }
  env { PYTHONDONTWRITEBYTECODE = "1"; PYTHONUNBUFFERED = "1" }
  path "/app/.venv/bin"
  workdir "/app"
  copy "/app" "/app" from build
  user uid group uid
  if port {
    env { PORT = "\(port)" }
    expose port
  }
  entrypoint command
}

/// A Python program whose packages pip installs, on Debian slim.
///
/// Needs a file of requirements, best with a version for each (`pip freeze`, `pip-compile`). The
/// environment is made in the full image, which can compile what has no wheel.
///
/// - `command`: the program and its arguments; what the environment brings is found by its name
/// - `version`: Python's version
/// - `requirements`: the file of requirements
/// - `port`: the port that is listened to; the program may read it from `PORT`
/// - `packages`: Debian packages that the program needs, best as `name=version`
/// - `uid`: the user and the group
template python-pip(
  command list(string),
  version string = "3.14",
  requirements string = "requirements.txt",
  port int? in 1..65535,
  packages list(string) = [],
  uid int in 1..4294967294 = 10001,
) {
  ignore [
    "**/.venv",
    "**/venv",
    "**/__pycache__",
    "**/.pytest_cache",
    "**/.mypy_cache",
    "**/.ruff_cache",
    "**/.env.*",
  ]

  stage build {
    from "python:\(version)-trixie"
    env { PIP_DISABLE_PIP_VERSION_CHECK = "1" }
    path "/opt/venv/bin"
    run "python -m venv /opt/venv"
    workdir "/app"
    copy requirements "requirements.txt"
    run "pip install --requirement requirements.txt" { cache "/root/.cache/pip" }
  }

  from "python:\(version)-slim-trixie"
  if len(packages) > 0 {
    let installed = join(packages, " ")
    run "apt-get update && apt-get install --yes --no-install-recommends \(installed) && rm -rf /var/lib/apt/lists/*"
  }
  env { PYTHONDONTWRITEBYTECODE = "1"; PYTHONUNBUFFERED = "1" }
  path "/opt/venv/bin"
  workdir "/app"
  copy "/opt/venv" "/opt/venv" from build
  copy "." "."
  user uid group uid
  if port {
    env { PORT = "\(port)" }
    expose port
  }
  entrypoint command
}

/// A Go program, linked statically, on Alpine or on nothing.
///
/// Needs `go.mod`, and `go.sum` where there are dependencies. The program stands at
/// `/usr/local/bin/app` and carries its own time zones.
///
/// - `package`: the package that is built, such as `./cmd/api`
/// - `version`: Go's version
/// - `tags`: build tags
/// - `base`: `alpine` has a shell and `wget`, which Compose's probes need; `distroless` has neither
/// - `port`: the port that is listened to; the program may read it from `PORT`
/// - `uid`: the user and the group
template go(
  package string = ".",
  version string = "1.27",
  tags list(string) = ["timetzdata"],
  base "alpine" | "distroless" = "alpine",
  port int? in 1..65535,
  uid int in 1..4294967294 = 10001,
) {
  stage build {
    from "golang:\(version)-trixie"
    env { CGO_ENABLED = "0" }
    workdir "/src"
    copy "go.*" "./"
    run "go mod download" { cache "/go/pkg/mod" }
    copy "." "."
    run "go build -trimpath -tags=\(join(tags, ",")) -ldflags='-s -w' -o /out/app \(package)" {
      cache "/go/pkg/mod"
      cache "/root/.cache/go-build"
    }
  }

  if base == "alpine" {
    from "alpine:3.24"
  } else {
    from "gcr.io/distroless/static-debian13:nonroot"
  }
  copy "/out/app" "/usr/local/bin/app" from build
  user uid group uid
  if port {
    env { PORT = "\(port)" }
    expose port
  }
  entrypoint ["/usr/local/bin/app"]
}

/// A Rust program: built with cargo, run on Debian slim or on little more than its libc.
///
/// Needs `Cargo.toml` and `Cargo.lock`. The dependencies are kept by caches of the builder, so that
/// no step has to build them apart. Both stages are Debian 13: the libc is the same.
///
/// - `bin`: the binary that is built and run
/// - `version`: Rust's version
/// - `features`: features of cargo
/// - `base`: `debian` has a shell, which Compose's probes need; `distroless` has none
/// - `packages`: Debian packages that the program needs, best as `name=version`; for `debian` only
/// - `port`: the port that is listened to; the program may read it from `PORT`
/// - `uid`: the user and the group
template rust(
  bin string,
  version string = "1.98",
  features list(string) = [],
  base "debian" | "distroless" = "debian",
  packages list(string) = [],
  port int? in 1..65535,
  uid int in 1..4294967294 = 10001,
) {
  ignore ["**/target"]

  stage build {
    from "rust:\(version)-trixie"
    workdir "/src"
    copy "." "."
    let chosen = if len(features) > 0 then " --features \(join(features, ","))" else ""
    // What a cache holds is in no layer: the binary is copied out in the same step.
    run "cargo build --release --locked --bin \(bin)\(chosen) && install -D target/release/\(bin) /out/\(bin)" {
      cache "/usr/local/cargo/registry"
      cache "/usr/local/cargo/git"
      cache "/src/target" sharing locked
    }
  }

  if base == "debian" {
    from "debian:13-slim"
    if len(packages) > 0 {
      let installed = join(packages, " ")
      run "apt-get update && apt-get install --yes --no-install-recommends \(installed) && rm -rf /var/lib/apt/lists/*"
    }
    copy "/etc/ssl/certs/ca-certificates.crt" "/etc/ssl/certs/" from build
  } else {
    from "gcr.io/distroless/cc-debian13:nonroot"
  }
  copy "/out/\(bin)" "/usr/local/bin/\(bin)" from build
  user uid group uid
  if port {
    env { PORT = "\(port)" }
    expose port
  }
  entrypoint ["/usr/local/bin/\(bin)"]
}

/// A Java program that Maven builds to one jar that runs, on a JRE of Eclipse Temurin.
///
/// Needs `pom.xml`. The heap may take three quarters of the container's memory, and the process
/// ends when that is not enough, so that it is started again. Tests are left to CI.
///
/// - `jar`: the jar that is run, as a pattern that fits one file only
/// - `java`: Java's version
/// - `maven`: Maven's version
/// - `goals`: what Maven is asked for
/// - `base`: `ubuntu`; or `alpine`, which is smaller, but has no glibc for what comes as native code
/// - `port`: the port that is listened to; the program may read it from `PORT`
/// - `uid`: the user and the group
template java-maven(
  jar string = "target/*.jar",
  java string = "25",
  maven string = "3.9",
  goals string = "-DskipTests package",
  base "ubuntu" | "alpine" = "ubuntu",
  port int? in 1..65535,
  uid int in 1..4294967294 = 10001,
) {
  ignore ["**/target"]

  stage build {
    from "maven:\(maven)-eclipse-temurin-\(java)-noble"
    workdir "/src"
    copy "." "."
    run "mvn --batch-mode --no-transfer-progress \(goals) && install -D \(jar) /out/app.jar" {
      cache "/root/.m2"
    }
  }

  if base == "ubuntu" {
    from "eclipse-temurin:\(java)-jre-noble"
  } else {
    from "eclipse-temurin:\(java)-jre-alpine"
  }
  env { JAVA_TOOL_OPTIONS = "-XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError" }
  workdir "/app"
  copy "/out/app.jar" "app.jar" from build
  user uid group uid
  if port {
    env { PORT = "\(port)" }
    expose port
  }
  entrypoint ["java", "-jar", "app.jar"]
}

/// A Java or Kotlin program that Gradle builds to one jar that runs, on a JRE of Eclipse Temurin.
///
/// Needs `build.gradle` or `build.gradle.kts`. The Gradle of the image is used, not the project's
/// wrapper, which would be fetched in every build. The heap may take three quarters of the
/// container's memory, and the process ends when that is not enough. Tests are left to CI.
///
/// - `task`: what Gradle is asked for; `bootJar` with Spring Boot, `shadowJar` with Shadow
/// - `jar`: the jar that is run, as a pattern that fits one file only
/// - `java`: Java's version
/// - `gradle`: Gradle's version
/// - `base`: `ubuntu`; or `alpine`, which is smaller, but has no glibc for what comes as native code
/// - `port`: the port that is listened to; the program may read it from `PORT`
/// - `uid`: the user and the group
template java-gradle(
  task string = "assemble",
  jar string = "build/libs/*.jar",
  java string = "25",
  gradle string = "9.7",
  base "ubuntu" | "alpine" = "ubuntu",
  port int? in 1..65535,
  uid int in 1..4294967294 = 10001,
) {
  ignore ["**/build", "**/.gradle"]

  stage build {
    from "gradle:\(gradle)-jdk\(java)-noble"
    env { GRADLE_USER_HOME = "/gradle" }
    workdir "/src"
    copy "." "."
    run "gradle --no-daemon --console=plain \(task) && install -D \(jar) /out/app.jar" {
      cache "/gradle" sharing locked
    }
  }

  if base == "ubuntu" {
    from "eclipse-temurin:\(java)-jre-noble"
  } else {
    from "eclipse-temurin:\(java)-jre-alpine"
  }
  env { JAVA_TOOL_OPTIONS = "-XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError" }
  workdir "/app"
  copy "/out/app.jar" "app.jar" from build
  user uid group uid
  if port {
    env { PORT = "\(port)" }
    expose port
  }
  entrypoint ["java", "-jar", "app.jar"]
}

/// An ASP.NET Core program, on Ubuntu or on its chiselled form.
///
/// Needs a project that publishes `ASSEMBLY.dll`.
///
/// - `assembly`: the assembly that is run, without `.dll`: most often the project's name
/// - `project`: the project, or its folder
/// - `version`: the version of .NET
/// - `base`: `ubuntu` has a shell, which Compose's probes need, and the data of all cultures;
///   `chiseled` has neither
/// - `port`: the port that is listened to
/// - `uid`: the user and the group; by default the `app` of the base
template dotnet(
  assembly string,
  project string = ".",
  version string = "10.0",
  base "ubuntu" | "chiseled" = "ubuntu",
  port int in 1..65535 = 8080,
  uid int in 1..4294967294 = 1654,
) {
  ignore ["**/bin", "**/obj", "**/.vs"]

  stage build {
    from "mcr.microsoft.com/dotnet/sdk:\(version)-noble"
    workdir "/src"
    copy "." "."
    run "dotnet publish \(project) --configuration Release --output /out -p:UseAppHost=false" {
      cache "/root/.nuget/packages"
    }
  }

  if base == "ubuntu" {
    from "mcr.microsoft.com/dotnet/aspnet:\(version)-noble"
  } else {
    from "mcr.microsoft.com/dotnet/aspnet:\(version)-noble-chiseled"
  }
  workdir "/app"
  copy "/out" "./" from build
  user uid group uid
  env { ASPNETCORE_HTTP_PORTS = "\(port)" }
  expose port
  entrypoint ["dotnet", "\(assembly).dll"]
}

/// A PHP program in Apache, on Debian.
///
/// Needs `composer.json` and `composer.lock`. Composer's scripts are not run. Apache runs as
/// `www-data` from the start and writes to `/tmp` only, so that the file system may be read-only.
///
/// - `root`: the folder whose files are served, below the project's
/// - `version`: PHP's version
/// - `composer`: Composer's version
/// - `extensions`: PHP's own extensions that are compiled in, such as `pdo_mysql`
/// - `packages`: Debian packages that the extensions need, best as `name=version`
/// - `port`: the port that is listened to
/// - `uid`: the user and the group
template php(
  root string = "public",
  version string = "8.5",
  composer string = "2.10",
  extensions list(string) = [],
  packages list(string) = [],
  port int in 1..65535 = 8080,
  uid int in 1..4294967294 = 33,
) {
  ignore ["vendor", "**/node_modules", "**/.env.*"]

  stage dependencies {
    from "composer:\(composer)"
    workdir "/app"
    copy ["composer.json", "composer.lock"] "./"
    // The platform is the last stage's; this one lacks its extensions.
    run "composer install --no-dev --no-interaction --no-scripts --no-autoloader --ignore-platform-reqs" {
      cache "/tmp/cache"
    }
    copy "." "."
    run "composer dump-autoload --no-dev --no-interaction --no-scripts --optimize --ignore-platform-reqs"
  }

  from "php:\(version)-apache-trixie"
  if len(packages) > 0 {
    let installed = join(packages, " ")
    run "apt-get update && apt-get install --yes --no-install-recommends \(installed) && rm -rf /var/lib/apt/lists/*"
  }
  env {
    APACHE_LOCK_DIR = "/tmp/apache2"
    APACHE_PID_FILE = "/tmp/apache2/apache2.pid"
    APACHE_RUN_DIR = "/tmp/apache2"
  }
  if len(extensions) > 0 {
    run "docker-php-ext-install -j\"$(nproc)\" \(join(extensions, " "))"
  }
  workdir "/var/www/html"
  run """
    mv "$PHP_INI_DIR/php.ini-production" "$PHP_INI_DIR/php.ini"
    sed -i 's/^Listen 80$/Listen \(port)/' /etc/apache2/ports.conf
    sed -i -e 's/:80>/:\(port)>/' -e 's!/var/www/html!/var/www/html/\(root)!' /etc/apache2/sites-available/000-default.conf
    a2enmod rewrite
    """
  copy "/app" "./" from dependencies
  user uid group uid
  expose port
  entrypoint ["docker-php-entrypoint"]
  args ["apache2-foreground"]
}

/// A Ruby program, with Rails or without, on Debian slim.
///
/// Needs `Gemfile` and `Gemfile.lock`, which has to know the platform (`bundle lock --add-platform
/// x86_64-linux`). Gems are compiled in the full image.
///
/// - `command`: the program and its arguments
/// - `version`: Ruby's version
/// - `prepare`: a command that makes what the program serves, such as `bin/rails assets:precompile`
/// - `port`: the port that is listened to; the program may read it from `PORT`
/// - `packages`: Debian packages that the program needs, best as `name=version`
/// - `uid`: the user and the group
template ruby(
  command list(string) = ["bundle", "exec", "puma", "--port", "3000"],
  version string = "4.0",
  prepare string?,
  port int in 1..65535 = 3000,
  packages list(string) = [],
  uid int in 1..4294967294 = 10001,
) {
  ignore [
    "**/.bundle",
    "vendor/bundle",
    "log/*",
    "tmp/*",
    "**/node_modules",
    "**/.env.*",
    "config/*.key",
  ]

  stage build {
    from "ruby:\(version)-trixie"
    env {
      BUNDLE_DEPLOYMENT = "1"
      BUNDLE_GLOBAL_GEM_CACHE = "true"
      BUNDLE_PATH = "/usr/local/bundle"
      BUNDLE_WITHOUT = "development:test"
    }
    workdir "/app"
    copy ["Gemfile", "Gemfile.lock"] "./"
    run "bundle install" { cache "/root/.bundle/cache" }
    copy "." "."
    if prepare {
      run "RAILS_ENV=production SECRET_KEY_BASE_DUMMY=1 \(prepare)"
    }
  }

  from "ruby:\(version)-slim-trixie"
  if len(packages) > 0 {
    let installed = join(packages, " ")
    run "apt-get update && apt-get install --yes --no-install-recommends \(installed) && rm -rf /var/lib/apt/lists/*"
  }
  env {
    BUNDLE_DEPLOYMENT = "1"
    BUNDLE_PATH = "/usr/local/bundle"
    BUNDLE_WITHOUT = "development:test"
    // Bundler wants a home that it can write.
    HOME = "/tmp"
    PORT = "\(port)"
    RACK_ENV = "production"
    RAILS_ENV = "production"
    RAILS_LOG_TO_STDOUT = "1"
  }
  workdir "/app"
  copy "/usr/local/bundle" "/usr/local/bundle" from build
  copy "/app" "/app" from build
  user uid group uid
  expose port
  entrypoint command
}

/// A static site behind nginx, on Alpine: files as they are, or what a build with Node makes.
///
/// nginx runs without root and writes to `/tmp` only. It compresses texts, and answers a path without
/// a file by `404.html`, or by `index.html` where the site finds its pages in the browser.
///
/// - `root`: the folder of the files: by default all, or `dist` where `script` fills it
/// - `script`: a script of `package.json` that makes the files; needs the manager's lockfile
/// - `manager`: what installs the packages of the build
/// - `node`: Node's version in the build
/// - `nginx`: nginx' version
/// - `single-page`: whether `index.html` answers for every path
/// - `port`: the port that is listened to
template static-site(
  root string?,
  script string?,
  manager "npm" | "pnpm" | "yarn" = "npm",
  node string = "26",
  nginx string = "1.30",
  single-page bool = false,
  port int in 1024..65535 = 8080,
) {
  ignore ["**/node_modules", "**/.yarn/cache", "**/*.app", "**/.env.*"]

  if script {
    stage build {
      from "node:\(node)-trixie-slim"
      workdir "/app"
      if manager == "npm" {
        copy ["package.json", "package-lock.json"] "./"
        run "npm ci" { cache "/root/.npm" }
      } else {
        env { COREPACK_ENABLE_DOWNLOAD_PROMPT = "0" }
        run "npm install --global corepack@0.36.0 && corepack enable" { cache "/root/.npm" }
        if manager == "pnpm" {
          copy ["package.json", "pnpm-*.yaml"] "./"
          run "pnpm install --frozen-lockfile --store-dir /pnpm" { cache "/pnpm" }
        } else {
          env { YARN_ENABLE_TELEMETRY = "0"; YARN_NODE_LINKER = "node-modules" }
          copy ["package.json", "*yarn*.*"] "./"
          run "yarn install --immutable" { cache "/root/.yarn/berry/cache" }
        }
      }
      copy "." "."
      run "\(manager) run \(script)"
    }
  }

  from "nginxinc/nginx-unprivileged:\(nginx)-alpine-slim"
  let missing = if single-page then "/index.html" else "=404"
  run """
    cat >/etc/nginx/conf.d/default.conf <<'CONF'
    server {
      listen \(port);
      root /usr/share/nginx/html;
      server_tokens off;
      gzip on;
      gzip_vary on;
      gzip_types text/css text/javascript application/javascript application/json image/svg+xml;
      error_page 404 /404.html;
      location / {
        try_files $uri $uri/ \(missing);
      }
    }
    CONF
    """
  if script {
    copy "/app/\(root ?? "dist")" "/usr/share/nginx/html/" from build
  } else {
    copy (root ?? ".") "/usr/share/nginx/html/"
  }
  user 101 group 101
  expose port
  entrypoint ["nginx", "-g", "daemon off;"]
}

edition "2026"

/// Which releases of the languages images are built with.
param go string = "1.23.4"
param node string = "22.12.0"

/// Programs of ours run as this user, and stock images as the one that they bring.
let nobody = 10001

/// What a size means. A service says `size: "large"` and nothing about millicores.
let sizes = {
  small = { cpu = 50m..500m, memory = 64Mi..128Mi }
  medium = { cpu = 100m..1, memory = 128Mi..256Mi }
  large = { cpu = 500m..2, memory = 256Mi..512Mi }
}

/// The image of one program of a Go module.
template go-image(program string, version string) {
  context "./services"
  tag version
  ignore ["*.md"]
  stage build {
    from "golang:\(go)-alpine3.21"
    env { CGO_ENABLED = "0" }
    workdir "/src"
    copy ["go.mod", "go.sum"] "./"
    run "go mod download" { cache "/go/pkg/mod" }
    copy "." "."
    run "go build -trimpath -ldflags=-s -o /out/\(program) ./cmd/\(program)" {
      cache "/go/pkg/mod"
      cache "/root/.cache/go-build"
    }
  }
  from "alpine:3.22.1"
  copy "/out/\(program)" "/usr/local/bin/\(program)" from build
  user nobody group nobody
  entrypoint [program]
}

/// The image of a Node program that needs nothing but Node.
template node-image(folder string, version string) {
  context folder
  tag version
  ignore ["*.md", "node_modules"]
  from "node:\(node)-alpine3.21"
  env { NODE_ENV = "production" }
  workdir "/app"
  copy ["package.json", "*.js"] "./"
  user nobody group nobody
  entrypoint ["node", "server.js"]
}

/// How much of a machine something may use.
template sized(size "small" | "medium" | "large" = "small") {
  cpu sizes[size].cpu
  memory sizes[size].memory
}

/// A service that speaks HTTP: one port, and the two questions that all of ours answer.
template api(program image, size "small" | "medium" | "large" = "small", at-least int in 1..10 = 1) {
  extends sized(size)
  image program
  port http 8080
  scale at-least
  env { PORT = "\(self.http.port)" }
  ready http "/ready" with wget { every 5s; timeout 3s; grace 30s }
  live http "/healthz" { every 15s; timeout 2s; grace 30s }
  stop 20s
}

/// A PostgreSQL with a disk of its own.
template postgres(
  database string,
  password string,
  disk bytes in 1Gi..2Ti,
  size "small" | "medium" | "large" = "medium",
) {
  extends sized(size)
  image "postgres:17.2"
  user 999 group 999
  port sql 5432
  volume data disk at "/var/lib/postgresql/data"
  scratch "/run/postgresql"
  env {
    POSTGRES_DB = database
    POSTGRES_USER = database
    POSTGRES_PASSWORD = password
    /// Below the disk, which may hold a `lost+found`.
    PGDATA = "/var/lib/postgresql/data/17"
  }
  ready exec ["pg_isready", "--host", "127.0.0.1", "--username", database] {
    every 5s
    timeout 3s
    failures 5
  }
  stop 1min
}

/// A Redis: with a disk it is a store that keeps what it has, without one a cache that forgets.
template redis(
  keeps bool,
  size "small" | "medium" | "large" = "small",
  disk bytes in 1Gi..100Gi = 1Gi,
) {
  extends sized(size)
  image "redis:7.4.2"
  user 999 group 999
  port redis 6379
  if keeps {
    args ["redis-server", "--appendonly", "yes", "--maxmemory-policy", "noeviction"]
    volume data disk at "/data"
  } else {
    args ["redis-server", "--save", "", "--maxmemory-policy", "allkeys-lru"]
    scratch "/data" 64Mi
  }
  ready exec ["redis-cli", "-e", "ping"] { every 5s; timeout 3s }
}

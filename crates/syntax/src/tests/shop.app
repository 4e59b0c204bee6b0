edition "2026"
use "../platform/base.app" as base        // lets, params and templates of another file

/// The shop: a web front, an API and a database.
app shop {
  namespace "shop"
  registry "ghcr.io/acme"
  param domain  string = "shop.localhost"      // known when compiling
  param version string = "1.4.0"
  setting LOG_LEVEL string = "info"            // known when deploying
  secrets { db-password; stripe-key optional } // known when deploying, never shown

  image api {
    context "./api"
    tag version
    stage build {
      from "rust:1.90-slim"
      workdir "/src"
      copy "." "."
      run "cargo build --release --locked" { cache "/usr/local/cargo/registry" }
    }
    from "debian:bookworm-slim"
    copy "/src/target/release/api" "/usr/local/bin/api" from build
    user 10001
    entrypoint ["api"]
  }

  service api {
    image api
    port http 8080
    cpu 250m..1                                // request..limit; `250m..` and `..1` are open
    memory 256Mi..512Mi
    scale 2..10 on cpu 70%
    needs db ready
    env {
      LOG_LEVEL    = settings.LOG_LEVEL
      DATABASE_URL = "postgres://app:\(secrets.db-password)@\(db.sql.address)/shop"
    }
    live  http "/healthz" { every 10s; timeout 2s; failures 3 }
    ready http "/ready"   { every 5s; grace 30s }
    metrics "/metrics" on http every 30s
    stop 30s
  }

  service db {
    image "postgres:17.2"
    port sql 5432
    volume data 10Gi at "/var/lib/postgresql/data"      // one per replica: a stateful set
    memory 1Gi
    env { POSTGRES_PASSWORD = secrets.db-password }
    ready exec ["pg_isready", "-U", "postgres"]
  }

  service web { extends base.static-site(root: "./web"); scale 2 }

  cron cleanup "0 3 * * *" { image api; args ["cleanup"]; timeout 15min }

  route domain {
    tls issuer "letsencrypt"
    "/"    -> web.http
    "/api" -> api.http { timeout 30s }
  }

  environment local on compose {
    service db { add port admin 5433 publish "127.0.0.1:5433" }
    service api { bind "./api" "/src" }
  }
  environment prod {
    domain = "shop.example.com"
    service api { scale 4..40 on cpu 65% }
  }
}

edition "2026"

/// The shop: a web front, an API and a database.
app shop {
  namespace "shop"
  registry "ghcr.io/acme"

  /// Where the shop is found.
  param domain string = "shop.localhost"
  /// The release that is built and run.
  param version string = "1.4.0"

  /// `error`, `info` or `debug`.
  setting LOG_LEVEL string = "info"

  secrets {
    /// The database's owner. Letters and digits only: it stands in an URL.
    db-password
    /// Without it the shop shows its goods, but sells nothing.
    payment-key optional
  }

  let database-url = "postgres://shop:\(secrets.db-password)@\(db.sql.address)/shop"

  /// The API, one static binary.
  image api {
    context "./api"
    tag version
    ignore ["target", "*.md"]
    stage build {
      from "rust:1.90.0-alpine3.22"
      workdir "/src"
      copy ["Cargo.toml", "Cargo.lock"] "./"
      copy "src" "src"
      run "cargo build --release --locked && install -D target/release/shop-api /out/shop-api" {
        cache "/usr/local/cargo/registry"
        cache "/src/target"
      }
    }
    from "alpine:3.22.1"
    copy "/out/shop-api" "/usr/local/bin/shop-api" from build
    user 10001 group 10001
    expose 8080
    entrypoint ["shop-api"]
    args ["serve"]
  }

  /// The pages: plain files behind nginx.
  image web {
    context "./web"
    tag version
    ignore ["*.md"]
    from "nginxinc/nginx-unprivileged:1.27.3-alpine"
    copy "site/" "/usr/share/nginx/html/"
    user 101 group 101
  }

  /// Brings the tables up to date, once for each release.
  job migrate {
    image api
    args ["migrate"]
    needs db ready
    env { DATABASE_URL = database-url }
    retries 3
    timeout 5min
  }

  /// Goods and orders, as JSON.
  service api {
    image api
    port http 8080
    cpu 250m..1
    memory 64Mi..256Mi
    scale 2..10 on cpu 70%
    needs db ready
    needs migrate done
    env {
      LOG_LEVEL = settings.LOG_LEVEL
      DATABASE_URL = database-url
      PAYMENT_KEY = secrets.payment-key
    }
    live http "/healthz" { every 10s; timeout 2s; failures 3 }
    ready http "/ready" with wget { every 5s; timeout 3s; grace 30s }
    stop 30s
  }

  /// One PostgreSQL with its own disk.
  service db {
    image "postgres:17.2"
    user 999 group 999
    port sql 5432
    cpu 250m..
    memory 512Mi..1Gi
    volume data 10Gi at "/var/lib/postgresql/data"
    scratch "/run/postgresql"
    env {
      POSTGRES_DB = "shop"
      POSTGRES_USER = "shop"
      POSTGRES_PASSWORD = secrets.db-password
      /// Below the volume: a new disk is not always empty, and initdb insists.
      PGDATA = "/var/lib/postgresql/data/17"
    }
    ready exec ["pg_isready", "--host", "127.0.0.1", "--username", "shop", "--dbname", "shop"] {
      every 5s
      timeout 3s
      failures 5
    }
    stop 1min
  }

  /// What visitors see first.
  service web {
    image web
    port http 8080
    cpu 50m..
    memory 32Mi..64Mi
    scale 2
    ready http "/" with wget { every 5s }
  }

  route domain {
    tls issuer "letsencrypt"
    "/" -> web.http
    "/api" -> api.http { timeout 30s }
  }

  /// A laptop: one of each, and a database that a client may look into.
  environment local on compose {
    service api { scale 1 }
    service db { port sql publish "127.0.0.1:5432" }
    route domain { remove tls }
  }

  environment prod {
    domain = "shop.example.com"
    service api { scale 4..40 on cpu 65% }
    service db { cpu 2..; memory 4Gi..8Gi }
  }
}

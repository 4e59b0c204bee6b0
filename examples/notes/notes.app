edition "2026"

/// Notes: a web server, and the database behind it.
app notes {
  param domain string = "notes.localhost"

  secrets { db-password }

  image web {
    tag "1.2.0"
    stage build {
      from "node:24.1.0-alpine"
      workdir "/src"
      copy ["package.json", "package-lock.json"] "./"
      run "npm ci --omit=dev" { cache "/root/.npm" }
    }
    from "node:24.1.0-alpine"
    workdir "/app"
    copy "/src/node_modules" "node_modules" from build
    copy "server.js" "./"
    user 1000
    entrypoint ["node", "server.js"]
  }

  service web {
    image web
    port http 8080
    cpu 100m..
    memory 64Mi..256Mi
    scale 2..8 on cpu 70%
    env { DATABASE_URL = "postgres://postgres:\(secrets.db-password)@\(db.sql.address)/notes" }
    needs db ready
    ready http "/ready" with wget { every 5s }
  }

  service db {
    image "postgres:17.2"
    user 999
    port sql 5432
    volume data 10Gi at "/var/lib/postgresql/data"
    scratch "/run/postgresql"
    env {
      POSTGRES_DB = "notes"
      POSTGRES_PASSWORD = secrets.db-password
      PGDATA = "/var/lib/postgresql/data/17" // below the disk, which may hold lost+found
    }
    ready exec ["pg_isready", "--username", "postgres", "--dbname", "notes"]
  }

  route domain { "/" -> web.http }

  environment prod {
    domain = "notes.example.com"
    service web { scale 4..40 on cpu 65% }
    service db { memory 2Gi..4Gi }
    route domain { tls issuer "letsencrypt" }
  }
}

edition "2026"

/// A poll in five services: a page to vote on, a queue, a worker, a database and a page that
/// shows the result while it changes.
app voting {
  registry "ghcr.io/acme/voting"

  param version string = "1.0.0"

  /// What can be chosen.
  setting OPTION_A string = "Tea"
  setting OPTION_B string = "Coffee"
  let options = { OPTION_A = settings.OPTION_A, OPTION_B = settings.OPTION_B }

  secrets { db-password }

  /// What PostgreSQL's clients of every language read.
  let database = {
    PGHOST = "\(db.host)"
    PGPORT = "\(db.sql.port)"
    PGDATABASE = "votes"
    PGUSER = "votes"
    PGPASSWORD = secrets.db-password
    PGSSLMODE = "disable"
  }

  /// Flask behind gunicorn, in a virtual environment.
  image vote {
    context "./vote"
    tag version
    ignore ["*.md", "__pycache__", ".venv"]
    stage build {
      from "python:3.13.1-alpine3.21"
      workdir "/app"
      run "python -m venv /opt/venv"
      copy "requirements.txt" "./"
      run "/opt/venv/bin/pip install --no-cache-dir --requirement requirements.txt"
    }
    from "python:3.13.1-alpine3.21"
    env { PYTHONDONTWRITEBYTECODE = "1"; PYTHONUNBUFFERED = "1" }
    path "/opt/venv/bin"
    workdir "/app"
    copy "/opt/venv" "/opt/venv" from build
    copy "app.py" "./"
    copy "templates/" "templates/"
    user 10001 group 10001
    expose 8080
    entrypoint [
      "gunicorn",
      "--bind",
      "0.0.0.0:8080",
      "--workers",
      "2",
      "--worker-tmp-dir",
      "/dev/shm",
      "app:app",
    ]
  }

  /// Plain Node with one package, PostgreSQL's driver.
  image result {
    context "./result"
    tag version
    ignore ["*.md", "node_modules"]
    from "node:22.12.0-alpine3.21"
    env { NODE_ENV = "production" }
    workdir "/app"
    copy ["package.json", "package-lock.json"] "./"
    run "npm ci --omit=dev" { cache "/root/.npm" }
    copy ["server.js", "page.html"] "./"
    user 10001 group 10001
    expose 8080
    entrypoint ["node", "server.js"]
  }

  /// A static binary and nothing else.
  image worker {
    context "./worker"
    tag version
    ignore ["*.md"]
    stage build {
      from "golang:1.23.4-alpine3.21"
      env { CGO_ENABLED = "0" }
      workdir "/src"
      copy ["go.mod", "go.sum"] "./"
      run "go mod download" { cache "/go/pkg/mod" }
      copy "*.go" "./"
      run "go build -trimpath -ldflags=-s -o /worker ." {
        cache "/go/pkg/mod"
        cache "/root/.cache/go-build"
      }
    }
    from scratch
    copy "/worker" "/worker" from build
    user 10001 group 10001
    entrypoint ["/worker"]
  }

  /// Takes votes and puts them into the queue.
  service vote {
    image vote
    port http 8080
    cpu 100m..
    memory 96Mi..192Mi
    scale 2..6 on cpu 75%
    needs queue ready
    env options
    env { QUEUE_URL = "redis://\(queue.redis.address)/0" }
    ready http "/ready" with wget { every 5s; timeout 3s }
    live http "/healthz" { every 20s; timeout 3s }
  }

  /// Shows the result and keeps it up to date with server-sent events.
  service result {
    image result
    port http 8080
    cpu 100m..
    memory 64Mi..192Mi
    needs db ready
    env database
    env options
    env { PORT = "\(self.http.port)" }
    ready http "/ready" with wget { every 5s; timeout 3s }
  }

  /// Moves votes from the queue to the database. A voter's last vote counts.
  service worker {
    image worker
    cpu 50m..
    memory 16Mi..64Mi
    needs queue ready
    needs db ready
    env database
    env { QUEUE = "\(queue.redis.address)" }
    live exec ["/worker", "alive"] { every 15s; timeout 2s; grace 30s }
  }

  /// The queue. Votes survive a restart.
  service queue {
    image "redis:7.4.2"
    user 999 group 999
    port redis 6379
    args ["redis-server", "--appendonly", "yes", "--maxmemory-policy", "noeviction"]
    cpu 100m..
    memory 64Mi..128Mi
    volume data 1Gi at "/data"
    ready exec ["redis-cli", "-e", "ping"] { every 5s; timeout 3s }
  }

  /// The database.
  service db {
    image "postgres:17.2"
    user 999 group 999
    port sql 5432
    cpu 100m..
    memory 256Mi..512Mi
    volume data 2Gi at "/var/lib/postgresql/data"
    scratch "/run/postgresql"
    env {
      POSTGRES_DB = "votes"
      POSTGRES_USER = "votes"
      POSTGRES_PASSWORD = secrets.db-password
      PGDATA = "/var/lib/postgresql/data/17"
    }
    ready exec ["pg_isready", "--host", "127.0.0.1", "--username", "votes", "--dbname", "votes"] {
      every 5s
      timeout 3s
      failures 5
    }
    stop 1min
  }

  route "vote.localhost" { "/" -> vote.http }

  /// The page keeps its connection open, so the gateway has to be patient.
  route "result.localhost" { "/" -> result.http { timeout 1h } }

  /// A poll among the people in one room.
  environment party on compose {
    service vote { scale 1; port http publish 8001 }
    service result { port http publish 8002 }
  }
}

edition "2026"

/// Twenty services of a video platform: a site, nine APIs, six workers and what they keep things in; with a
/// cron job, a job, a daemon, a canary, an isolated network and the Gateway API.
app cinema {
  routing gateway class "envoy"
  network isolated

  param version string = "5.2.0"
  param domain string = "cinema.localhost"
  param candidate string? // the version of the catalog that a part of the visitors sees

  setting LOG_LEVEL string = "info"

  secrets {
    /// The database's owner.
    db-password
    /// Signs the sessions of visitors.
    session-key
    /// Where the queue is, with the user and the password: `amqp://…`
    queue-url
  }
  /// What the payment provider gave us.
  secrets provider { key }

  /// What every program of ours has in common.
  template program(name string, size bytes = 128Mi) {
    image ("ghcr.io/acme/cinema/" + name + ":" + version)
    user 10001
    memory size
    env { LOG_LEVEL = settings.LOG_LEVEL }
  }

  /// One that answers requests.
  template api(name string, least int = 2) {
    extends program(name)
    port http 8080
    port metrics 9090
    cpu 100m..
    scale least..20 on cpu 70% {
      up 100% every 15s
      down 10% every 1min
      settle down 10min
    }
    rollout rolling surge 25% unavailable 0 pause 5s deadline 10min
    spread zone
    live http "/alive" on http { every 15s; grace 1min }
    ready http "/ready" on http with wget { every 5s }
    stop 30s drain 10s
    permit from namespace "monitoring" on metrics
  }

  /// One that works off a queue, and is not there while the queue is empty.
  template worker(name string, most int) {
    extends program(name, 256Mi)
    scale 0..most {
      trigger rabbitmq {
        queueName = name
        mode = "QueueLength"
        value = "10"
        host = secrets.queue-url
      }
      down 50% every 1min
    }
    needs queue ready
    env { QUEUE_HOST = queue.amqp.address; QUEUE_URL = secrets.queue-url; QUEUE = name }
    live exec ["worker", "alive"] { every 30s }
  }

  let database = {
    PGHOST = "\(db.host)"
    PGPORT = "\(db.sql.port)"
    PGUSER = "cinema"
    PGPASSWORD = secrets.db-password
  }

  // What visitors see.

  service site {
    extends api("site")
    env {
      SESSION_KEY = secrets.session-key
      CATALOG = catalog.http.address
      ACCOUNTS = accounts.http.address
    }
  }
  /// Rooms of people who watch together: connections that stay, so that few may be away at once.
  service rooms {
    extends api("rooms", least: 3)
    budget unavailable 1
    spread host strict
    ulimit nofile 65536
    env { CACHE = cache.redis.address }
  }

  // What they ask.

  service accounts {
    extends api("accounts")
    env database
    env { SESSION_KEY = secrets.session-key; MAIL = mailer.smtp.address }
  }
  service catalog {
    extends api("catalog", least: 3)
    env database
    env { CACHE = cache.redis.address; SEARCH = search.http.address }
    if candidate {
      canary 10% { image "ghcr.io/acme/cinema/catalog:\(candidate)"; env { VERSION = candidate } }
    }
  }
  service search { extends api("search"); env { INDEX = index.http.address } }
  service player {
    extends api("player")
    env { OBJECTS = objects.http.address; CATALOG = catalog.http.address }
  }
  service comments { extends api("comments"); env database }
  service recommend {
    extends api("recommend", least: 1)
    /// The model is fetched before the first request, and kept while the pod lives.
    scratch "/models" 2Gi as models
    init fetch { extends program("models"); args ["--into", "/out"]; mount models "/out" }
    env { CACHE = cache.redis.address; MODELS = "/models" }
  }
  service uploads {
    extends api("uploads")
    env {
      OBJECTS = objects.http.address
      QUEUE_HOST = queue.amqp.address
      QUEUE_URL = secrets.queue-url
    }
    scratch "/tmp/parts" 1Gi
  }
  service payments {
    extends api("payments")
    env database
    env { PROVIDER_KEY = secrets.provider.key }
    permit to internet port 443
  }
  service events {
    extends api("events")
    env { QUEUE_HOST = queue.amqp.address; QUEUE_URL = secrets.queue-url }
  }

  // What works in the background.

  service transcoder {
    extends worker("transcode", most: 8)
    gpu 1
    tolerate "nvidia.com/gpu" no-schedule
    priority "cinema-batch"
    scratch "/work" 20Gi
    env { OBJECTS = objects.http.address }
    memory 2Gi
  }
  service thumbnails {
    extends worker("thumbnails", most: 20)
    env { OBJECTS = objects.http.address }
  }
  service subtitles { extends worker("subtitles", most: 4); env { OBJECTS = objects.http.address } }
  service reports {
    extends worker("reports", most: 2)
    env database
    scale 0..2 { schedule "0 6 * * 1-5" until "0 9 * * 1-5" replicas 2 timezone "Europe/Berlin" }
  }
  service mailer {
    extends program("mailer")
    port smtp 2525
    ready tcp on smtp
    permit to internet port 587
    /// What it sends, for whoever asks within a week.
    sidecar archive { extends program("archive", 64Mi); args ["--keep", "7d"] }
  }

  // What keeps things.

  service db {
    image "postgres:17.2"
    user 999
    port sql 5432
    volume data 20Gi at "/var/lib/postgresql/data"
    scratch "/run/postgresql"
    memory 512Mi..1Gi
    env {
      POSTGRES_USER = "cinema"
      POSTGRES_PASSWORD = secrets.db-password
      PGDATA = "/var/lib/postgresql/data/17"
    }
    ready exec ["pg_isready", "--username", "cinema"] { every 5s; grace 30s }
  }
  service cache {
    image "redis:7.4.1-alpine"
    user 999
    port redis 6379
    ready exec ["redis-cli", "ping"]
    filesystem readonly
  }
  service queue {
    image "rabbitmq:4.0.5-alpine"
    user 100
    port amqp 5672
    permit from namespace "keda" on amqp
    volume data 5Gi at "/var/lib/rabbitmq"
    memory 512Mi
    ready exec ["rabbitmq-diagnostics", "-q", "check_port_connectivity"] {
      every 15s
      timeout 10s
      grace 1min
    }
  }
  service index {
    image "getmeili/meilisearch:v1.12.8"
    user 1000
    port http 7700
    volume data 10Gi at "/meili_data"
    memory 1Gi
    ready http "/health" with curl
  }
  service objects {
    image "minio/minio:RELEASE.2025-09-07T16-13-09Z"
    user 1000
    port http 9000
    volume data 50Gi at "/data"
    args ["server", "/data"]
    ready http "/minio/health/ready" with curl
    stateful volumes keep
  }

  /// Brings the tables up to date, once for each release.
  job migrate { extends program("migrate"); env database; needs db wait; retries 3; timeout 10min }

  /// What nobody has watched for a year goes to cheaper disks.
  cron retire "30 2 * * sun" {
    extends program("retire")
    timezone "Europe/Berlin"
    env database
    env { OBJECTS = objects.http.address }
    timeout 2h
    history 3 failed 3
  }

  /// Sends the logs of every node to where they are kept.
  daemon logs {
    image "fluent/fluent-bit:4.0.1"
    user 10001
    memory 64Mi..128Mi
    port http 2020
    ready http "/api/v1/health" with wget
    rollout rolling unavailable 25%
    tolerate "node-role.kubernetes.io/control-plane" no-schedule
    permit to namespace "logging" port 9200
  }

  /// What waits where there is not enough room.
  resource "scheduling.k8s.io/v1" PriorityClass cinema-batch {
    value = -1000
    description = "work that nobody waits for"
  }

  route domain {
    tls issuer "letsencrypt"
    https only
    "/" -> site.http
    "/api/accounts" -> accounts.http { rewrite "/" }
    "/api/catalog" -> catalog.http { rewrite "/"; set-response "Cache-Control" = "max-age=60" }
    "/api/comments" -> comments.http { rewrite "/"; remove-request "X-Debug" }
    "/api/events" -> events.http { when-method POST }
    "/api/payments" -> payments.http { rewrite "/"; timeout 30s }
    "/api/player" -> player.http { rewrite "/" }
    "/api/recommend" -> recommend.http { rewrite "/" }
    "/api/uploads" -> uploads.http { rewrite "/"; timeout 10min }
    "/rooms" -> rooms.http
    redirect "/watch" "/player" permanent
    redirect exact "/help" "https://help.example.com/cinema"
  }

  environment local on compose {
    for name in ["transcoder", "thumbnails", "subtitles", "reports"] { service (name) { scale 1 } }
    for name in [
      "site",
      "rooms",
      "accounts",
      "catalog",
      "search",
      "player",
      "comments",
      "recommend",
      "uploads",
      "payments",
      "events",
    ] {
      service (name) { scale 1 }
    }
  }
  environment prod {
    domain = "cinema.example.com"
    candidate = "5.3.0-rc1"
    service site { scale 4..40 on cpu 65% }
    service db { memory 4Gi..8Gi; volume data 500Gi at "/var/lib/postgresql/data" class "fast" }
  }
}

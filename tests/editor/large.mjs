// A project as large as they get: an app of many services, each with what real ones have. As in the examples
// there are about seven services for a hundred lines, and two environments that change each of them.

/** What every group of services shares. */
const HEAD = `edition "2026"

/// Programs of ours run as this user.
let nobody = 10001

/// What a size means.
let sizes = {
  small = { cpu = 50m..500m, memory = 64Mi..128Mi }
  large = { cpu = 250m..1, memory = 256Mi..512Mi }
}

/// How much of a machine something may use.
template sized(size "small" | "large" = "small") {
  cpu sizes[size].cpu
  memory sizes[size].memory
}

/// A service that speaks HTTP, and answers whether it is well.
template api(size "small" | "large" = "small", at-least int in 1..10 = 1) {
  extends sized(size)
  user nobody
  port http 8080
  scale at-least
  ready http "/ready" with wget { every 5s; timeout 3s; grace 30s }
  live http "/healthz" { every 15s; timeout 2s; grace 30s }
  stop 20s
}

/// A database with a disk of its own.
template postgres(database string, disk bytes in 1Gi..2Ti = 2Gi) {
  extends sized("large")
  image "postgres:17.2"
  user 999
  port sql 5432
  volume data disk at "/var/lib/postgresql/data"
  scratch "/run/postgresql"
  env {
    POSTGRES_DB = database
    POSTGRES_PASSWORD = secrets.db-password
    PGDATA = "/var/lib/postgresql/data/17"
  }
  ready exec ["pg_isready", "--username", "postgres", "--dbname", database]
}

/// A platform of many parts.
app large {
  registry "ghcr.io/acme/large"
  routing gateway class "envoy"

  param domain string = "large.localhost"
  param version string = "1.4.0"
  param regions list(string) = ["north", "south"]
  setting LOG_LEVEL string = "info"
  secrets { db-password; session-key }
`;

/** A worker for each region. */
const workers = (name) => `  for region in regions {
    service ("${name}-worker-" + region) {
      extends sized()
      image "ghcr.io/acme/${name}:\\(version)"
      args ["work", "--region", region]
      user nobody
      needs ${name}-db ready
      env { DATABASE_URL = "postgres://postgres:\\(secrets.db-password)@\\(${name}-db.sql.address)/${name}" }
    }
  }
`;

/** What runs at night. */
const job = (name) => `  /// Takes away what nobody looks at any more.
  cron ${name}-tidy "15 3 * * *" {
    image "ghcr.io/acme/${name}:\\(version)"
    args ["tidy", "--older-than", "90d"]
    user nobody
    memory 64Mi..128Mi
    history 5
    retries 2
    env { DATABASE_URL = "postgres://postgres:\\(secrets.db-password)@\\(${name}-db.sql.address)/${name}" }
  }
`;

/** The services of one team. */
const group = (name, i) => `
  /// What ${name} sells, and to whom.
  config ${name}-limits {
    "limits.json" = json({ name = "${name}", requests = ${100 + i}, burst = ${10 + i} })
  }

  service ${name} {
    extends api(at-least: ${1 + (i % 3)})
    image "ghcr.io/acme/${name}:\\(version)"
    needs ${name}-db ready
    file "/etc/limits.json" from ${name}-limits["limits.json"]
    env {
      PORT = "\\(self.http.port)"
      LOG_LEVEL = settings.LOG_LEVEL
      SESSION_KEY = secrets.session-key
      DATABASE_URL = "postgres://postgres:\\(secrets.db-password)@\\(${name}-db.sql.address)/${name}"
      CACHE_URL = "redis://\\(${name}-cache.redis.address)/0"
      REGIONS = join(regions, ",")
      if version == "1.4.0" {
        NEWEST = "yes"
      }
    }
    label "example.com/team" = "${name}"
    annotation "example.com/number" = "${i}"
  }

  /// Kept for as long as the law says.
  service ${name}-db {
    extends postgres("${name}", ${2 + (i % 5)}Gi)
  }

  service ${name}-cache {
    image "redis:7.4.2"
    user 999
    port redis 6379
    args ["redis-server", "--save", "", "--maxmemory-policy", "allkeys-lru"]
    scratch "/data" 64Mi
    ready exec ["redis-cli", "-e", "ping"] { every 5s; timeout 3s }
  }

${i % 4 === 0 ? workers(name) : job(name)}
  route "${name}.\\(domain)" {
    "/" -> ${name}.http { timeout 30s }
    exact "/healthz" -> ${name}.http
  }
`;

const tail = (names) => `
  environment local on compose {
${names.map((name) => `    service ${name} { scale 1; port http publish "127.0.0.1:${9000 + names.indexOf(name)}" }`).join("\n")}
  }

  environment prod {
    domain = "large.example.com"
    regions = ["north", "south", "west"]
${names.map((name) => `    service ${name} { scale 3; env { LOG_LEVEL = "warn" } }`).join("\n")}
  }
}
`;

/** The text of a valid file of about so many lines. */
export function large(lines) {
  const names = [];
  for (let i = 0, at = HEAD.split("\n").length + 12; at < lines; i++) {
    names.push(`team-${i}`);
    at += group("x", 0).split("\n").length + 1;
  }
  return HEAD + names.map(group).join("") + tail(names);
}

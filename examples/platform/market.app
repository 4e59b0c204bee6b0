edition "2026"
use "./base.app" as base

/// A marketplace: a storefront, four APIs, a worker for each queue, and what they keep things in.
app market {
  registry "ghcr.io/acme/market"

  param version string = "3.2.0"
  param domain string = "market.localhost"
  /// Regions that have a name of their own below the domain.
  param regions list(string) = []
  param encrypted bool = false
  param disk bytes in 1Gi..2Ti = 2Gi
  /// Who delivers mail: a box that catches all of it, or a real relay.
  param mail "catcher" | "relay" = "catcher"

  setting LOG_LEVEL string = "info"

  secrets {
    /// The database's owner.
    db-password
    /// Signs the sessions of visitors.
    session-key
  }

  /// What the payment provider gave us. Only the service that pays gets to see it.
  secrets provider {
    key
    /// Signs what the provider calls back with.
    webhook-secret optional
  }

  /// What every program of the Go module reads; the first are the words of all PostgreSQL clients.
  let backend = {
    PGHOST = "\(db.host)"
    PGPORT = "\(db.sql.port)"
    PGDATABASE = "market"
    PGUSER = "market"
    PGPASSWORD = secrets.db-password
    PGSSLMODE = "disable"
    LOG_LEVEL = settings.LOG_LEVEL
  }

  /// The queues, and how many workers each of them gets.
  let queues = { receipts = 1, shipments = 2, thumbnails = 1 }

  /// The mailbox and the relay are never there both.
  let smtp = if mail == "relay" then "smtps://\(settings.SMTP_RELAY)" else "smtp://\(mailbox.smtp.address)"

  for program in ["accounts", "catalog", "migrate", "orders", "payments", "worker"] {
    image (program) { extends base.go-image(program, version) }
  }
  image storefront { extends base.node-image("./storefront", version) }

  /// The pages. The only one that visitors see.
  service storefront {
    extends base.api(images.storefront, at-least: 2)
    needs catalog ready
    env {
      SESSION_KEY = secrets.session-key
      for name, api in ({ accounts = accounts, catalog = catalog, orders = orders }) {
        "\(upper(name))_URL" = "http://\(api.http.address)"
      }
    }
  }

  /// Who may log in, and as what.
  service accounts {
    extends base.api(images.accounts)
    needs migrate done
    env backend
    env { SESSION_KEY = secrets.session-key }
  }

  /// What there is to buy. It is asked most, and remembers its answers.
  service catalog {
    extends base.api(images.catalog, size: "medium", at-least: 2)
    needs migrate done
    needs cache ready
    env backend
    env { CACHE = cache.redis.address }
  }

  /// Takes orders, has them paid, and hands them to the workers.
  service orders {
    extends base.api(images.orders, size: "medium")
    needs migrate done
    needs queue ready
    env backend
    env {
      PAYMENTS_URL = "http://\(payments.http.address)"
      QUEUE = queue.redis.address
      QUEUES = join(keys(queues), ",")
    }
  }

  /// Talks to the payment provider. Nobody outside may ask it.
  service payments {
    extends base.api(images.payments)
    needs migrate done
    env backend
    env {
      PROVIDER_KEY = secrets.provider.key
      PROVIDER_WEBHOOK_SECRET = secrets.provider.webhook-secret
    }
  }

  for name, replicas in queues {
    /// Works off one queue.
    service "worker-\(name)" {
      extends base.sized()
      image worker
      args [name]
      scale replicas
      needs queue ready
      env { QUEUE = queue.redis.address; SMTP_URL = smtp }
      live exec ["worker", "alive"] { every 15s; timeout 2s; grace 30s }
    }
  }

  /// Brings the tables up to date, once for each release.
  job migrate {
    extends base.sized()
    image migrate
    needs db ready
    env backend
    retries 3
  }

  service db { extends base.postgres("market", secrets.db-password, disk) }
  service cache { extends base.redis(keeps: false) }
  service queue { extends base.redis(keeps: true) }

  if mail == "relay" {
    /// Host and port of the relay.
    setting SMTP_RELAY string
  } else {
    /// Catches mail and shows it, so that nobody gets a letter by mistake.
    service mailbox {
      extends base.sized()
      image "axllent/mailpit:v1.21.8"
      user base.nobody
      port smtp 1025
      port http 8025 publish "127.0.0.1:8025"
      ready http "/readyz" on http with wget { every 5s; timeout 3s }
    }
  }

  /// The same four paths wherever the market is found.
  template ways-in() {
    allow W0702 "the timeout is for Compose: in the clusters all gateways wait for 60 s"
    if encrypted { tls issuer "letsencrypt" }
    "/" -> storefront.http
    "/api" -> catalog.http
    "/api/accounts" -> accounts.http
    "/api/orders" -> orders.http { timeout 30s }
  }
  route domain { extends ways-in() }
  for region in regions {
    route "\(region).\(domain)" { extends ways-in() }
  }

  /// A laptop: clients may look into the database, and pages change as they are written.
  environment local on compose {
    service db { port sql publish "127.0.0.1:5432" }
    service storefront { bind "./storefront" "/app" readonly }
    remove service worker-thumbnails
  }

  /// Like the real thing, but small, and with a window into the tables.
  environment staging {
    domain = "staging.market.example"
    encrypted = true
    service storefront { scale 1 }
    add service adminer {
      extends base.sized()
      image "adminer:4.8.1"
      user base.nobody
      port http 8080
      needs db ready
      ready tcp on http
    }
  }

  /// Two regions, real mail, and room to grow.
  environment prod {
    domain = "market.example"
    regions = ["eu", "us"]
    encrypted = true
    disk = 200Gi
    mail = "relay"
    /// The clusters of production have a gateway of the Gateway API; so routes may do more here.
    routing gateway class "envoy"
    route domain {
      https only
      redirect "/shop" "/" permanent
      "/api/orders" { remove-request "X-Debug" }
    }
    service storefront { scale 3..12 on cpu 70% }
    /// The next version, which was built and pushed before: a tenth of the visitors see it.
    service catalog { canary 10% { image catalog tag "3.3.0-rc1" } }
    service orders { extends base.sized("large"); scale 4..40 on cpu 65% }
    service db { cpu 2..4; memory 4Gi..8Gi; stop 5min }
  }
}

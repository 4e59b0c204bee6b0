edition "2026"

/// The books of a company: an API and its database, with secrets that nobody who deploys ever types.
app ledger {
  registry "registry.example.com/books"
  pull "registry.example.com" secret "registry"

  param version string = "3.1.0"

  /// From the company's vault: a path for each.
  secrets from cluster-store "vault" refresh 15min {
    /// The database's owner.
    db-password "ledger/db" property "password"
    /// Signs what is sent to the tax office.
    signing-key "ledger/signing" version "7"
  }
  /// From the same vault: one path, and each key is a property of it.
  secrets bank from cluster-store "vault" key "ledger/bank" { user; password }
  /// Sealed for the cluster by `kubeseal --raw`, and so fit to stand here.
  secrets mail sealed {
    password "AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq2YbCl4k5N8ZQ1m0XhS7tVJ6uWcEo"
  }

  service api {
    image "registry.example.com/books/ledger:\(version)"
    user 10001
    port http 8080
    cpu 100m..1
    memory 256Mi
    scale 2
    needs db ready
    env {
      DATABASE_URL = "postgres://ledger:\(secrets.db-password)@\(db.sql.address)/ledger"
      MAIL_PASSWORD = secrets.mail.password
    }
    env secrets.bank
    file "/run/keys/signing.pem" from secrets.signing-key
    live http "/alive"
    ready http "/ready" with wget
  }

  service db {
    image "postgres:17.2"
    user 999
    port sql 5432
    memory 1Gi
    volume data 20Gi at "/var/lib/postgresql/data"
    scratch "/run/postgresql"
    env {
      POSTGRES_USER = "ledger"
      POSTGRES_DB = "ledger"
      PGDATA = "/var/lib/postgresql/data/files"
      POSTGRES_PASSWORD = secrets.db-password
    }
    ready exec ["pg_isready", "-U", "ledger"]
  }

  route "books.localhost" { "/" -> api.http }
}

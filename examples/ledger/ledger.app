edition "2026"

/// The books of a company: an API and its database, with secrets that nobody who deploys ever types.
app ledger {
  registry "registry.example.com/books"
  pull "registry.example.com" secret "registry"
  security restricted

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
  /// What the API shows to the tax office.
  secrets office external "office-certificate" { "tls.crt"; "tls.key"; "ca.crt" optional }
  /// Sealed for the cluster by `kubeseal --raw`, and so fit to stand here.
  secrets mail sealed {
    password "AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq2YbCl4k5N8ZQ1m0XhS7tVJ6uWcEo"
  }

  config texts { "accounts.csv" = "1000,cash\n4000,sales\n" }

  service api {
    image "registry.example.com/books/ledger:\(version)"
    user 10001 group 10001 groups [2000] // the group of the archive's files
    port http 8080
    cpu 100m..1
    memory 256Mi
    needs db ready
    env {
      DATABASE_URL = "postgres://ledger:\(secrets.db-password)@\(db.sql.address)/ledger"
      MAIL_PASSWORD = secrets.mail.password
      BANK_URL = "https://\(clearing.https.address)"
    }
    env secrets.bank
    file "/run/keys/signing.pem" from secrets.signing-key mode 0o400
    files "/run/office" from secrets.office mode 0o440
    file "/etc/ledger/accounts.csv" from texts["accounts.csv"] mode 0o444
    scratch "/work" 64Mi memory as work
    sidecar export {
      image "registry.example.com/books/export:\(version)"
      user 10001
      mount work "/in" readonly
    }
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

  /// The bank's, which nobody here starts.
  service clearing external "api.bank.example.com" { port https 443 }

  environment prod on kubernetes { service api { scale 2 } }

  /// A machine where a proxy serves several projects.
  environment house on compose { service api { join "proxy" } }

  route "books.localhost" { "/" -> api.http }
}

edition "2026"

/// A boutique of twelve services that talk gRPC to each other. Ten of them are the published images
/// of a well-known demonstration; the traffic comes from a program of our own.
app boutique {
  registry "ghcr.io/acme/boutique"

  param release string = "v0.10.2"
  let demo = "us-central1-docker.pkg.dev/google-samples/microservices-demo"

  /// How many visitors the traffic pretends to be.
  setting VISITORS string = "5"

  /// Its Dockerfile exists already and is kept as it is.
  image traffic {
    context "./traffic"
    dockerfile "./traffic/Dockerfile"
    target "run"
    arg PYTHON_VERSION = "3.13.1"
    tag "1.0.0"
  }

  /// Some of them would report to a cloud that we have not.
  let quiet = { DISABLE_PROFILER = "1" }

  /// One of the published programs, as all but the pages are.
  template grpc(
    program string,
    number int,
    memory range(bytes) = 64Mi..128Mi,
    cpu range(cpu) = 100m..200m,
  ) {
    image "\(demo)/\(program):\(release)"
    user 1000 group 1000
    port grpc number
    cpu cpu
    memory memory
    env { PORT = "\(self.grpc.port)" }
    ready grpc { every 10s; timeout 2s }
    live grpc { every 20s; timeout 3s; grace 30s }
    stop 5s
  }

  /// What else might be of interest, by context.
  service ads {
    extends grpc("adservice", 9555, memory: 180Mi..300Mi, cpu: 200m..300m)
    ready { every 15s }
    live { grace 1min }
  }

  /// What a visitor is about to buy.
  service cart {
    extends grpc("cartservice", 7070, cpu: 200m..300m)
    needs cart-store ready
    env { REDIS_ADDR = cart-store.redis.address }
  }

  /// The carts. They may be lost: a visitor fills a new one.
  service cart-store {
    image "redis:7.4.2"
    user 999 group 999
    port redis 6379
    args ["redis-server", "--save", "", "--maxmemory", "200mb", "--maxmemory-policy", "allkeys-lru"]
    cpu 70m..125m
    memory 200Mi..256Mi
    scratch "/data" 64Mi
    ready exec ["redis-cli", "-e", "ping"] { every 5s; timeout 3s }
    live tcp on redis { every 20s; timeout 3s }
  }

  /// The goods, from a file of ours.
  service catalog {
    extends grpc("productcatalogservice", 3550)
    file "/src/products.json" from "./products.json"
    env quiet
  }

  /// Turns a cart into an order: it asks nearly everybody.
  service checkout {
    extends grpc("checkoutservice", 5050)
    scale 2
    env {
      for name, service in ({
        CART = cart
        CURRENCY = currency
        EMAIL = mail
        PAYMENT = payment
        PRODUCT_CATALOG = catalog
        SHIPPING = shipping
      }) {
        "\(name)_SERVICE_ADDR" = service.grpc.address
      }
    }
  }

  /// Converts prices. The one that is asked most.
  service currency {
    extends grpc("currencyservice", 7000)
    scale 2..4 on cpu 75%
    env quiet
  }

  /// Confirms orders; it only pretends to send.
  service mail {
    extends grpc("emailservice", 8080)
    env quiet
  }

  /// Charges cards; it only pretends to.
  service payment {
    extends grpc("paymentservice", 50051)
    env quiet
  }

  /// What sending costs, and tracking numbers.
  service shipping {
    extends grpc("shippingservice", 50051)
    env quiet
  }

  /// Goods that go with what is in the cart.
  service suggestions {
    extends grpc("recommendationservice", 8080, memory: 220Mi..450Mi)
    env quiet
    env { PRODUCT_CATALOG_SERVICE_ADDR = catalog.grpc.address }
  }

  /// The pages. The only one that speaks HTTP.
  service storefront {
    image "\(demo)/frontend:\(release)"
    user 1000 group 1000
    port http 8080
    cpu 100m..400m
    memory 64Mi..128Mi
    scale 2..8 on cpu 70%
    env {
      PORT = "\(self.http.port)"
      ENABLE_PROFILER = "0"
      ENV_PLATFORM = "local"
      for name, service in ({
        AD = ads
        CART = cart
        CHECKOUT = checkout
        CURRENCY = currency
        PRODUCT_CATALOG = catalog
        RECOMMENDATION = suggestions
        SHIPPING = shipping
      }) {
        "\(name)_SERVICE_ADDR" = service.grpc.address
      }
      /// It insists on one, and we have none.
      SHOPPING_ASSISTANT_SERVICE_ADDR = "assistant.invalid:80"
    }
    /// Without a session it would make one for each probe.
    ready http "/_healthz" {
      every 10s
      timeout 2s
      grace 20s
      header "Cookie" = "shop_session-id=x-readiness-probe"
    }
    live http "/_healthz" {
      every 20s
      timeout 3s
      grace 30s
      header "Cookie" = "shop_session-id=x-liveness-probe"
    }
  }

  /// Visitors that never tire.
  service traffic {
    image traffic
    user 10001 group 10001
    cpu 50m..
    memory 32Mi..96Mi
    needs storefront
    env {
      SHOP = "http://\(storefront.http.address)"
      VISITORS = settings.VISITORS
    }
    stop 5s
  }

  route "boutique.localhost" { "/" -> storefront.http }
}

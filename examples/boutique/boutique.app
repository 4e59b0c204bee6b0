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

  /// What else might be of interest, by context.
  service ads {
    image "\(demo)/adservice:\(release)"
    user 1000 group 1000
    port grpc 9555
    cpu 200m..300m
    memory 180Mi..300Mi
    env {
      PORT = "\(self.grpc.port)"
    }
    ready grpc { every 15s; timeout 2s }
    live grpc { every 20s; timeout 3s; grace 1min }
    stop 5s
  }

  /// What a visitor is about to buy.
  service cart {
    image "\(demo)/cartservice:\(release)"
    user 1000 group 1000
    port grpc 7070
    cpu 200m..300m
    memory 64Mi..128Mi
    needs cart-store ready
    env {
      PORT = "\(self.grpc.port)"
      REDIS_ADDR = "\(cart-store.redis.address)"
    }
    ready grpc { every 10s; timeout 2s }
    live grpc { every 20s; timeout 3s; grace 30s }
    stop 5s
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
    image "\(demo)/productcatalogservice:\(release)"
    user 1000 group 1000
    port grpc 3550
    cpu 100m..200m
    memory 64Mi..128Mi
    file "/src/products.json" from "./products.json"
    env {
      PORT = "\(self.grpc.port)"
      DISABLE_PROFILER = "1"
    }
    ready grpc { every 10s; timeout 2s }
    live grpc { every 20s; timeout 3s; grace 30s }
    stop 5s
  }

  /// Turns a cart into an order: it asks nearly everybody.
  service checkout {
    image "\(demo)/checkoutservice:\(release)"
    user 1000 group 1000
    port grpc 5050
    cpu 100m..200m
    memory 64Mi..128Mi
    scale 2
    env {
      PORT = "\(self.grpc.port)"
      CART_SERVICE_ADDR = "\(cart.grpc.address)"
      CURRENCY_SERVICE_ADDR = "\(currency.grpc.address)"
      EMAIL_SERVICE_ADDR = "\(mail.grpc.address)"
      PAYMENT_SERVICE_ADDR = "\(payment.grpc.address)"
      PRODUCT_CATALOG_SERVICE_ADDR = "\(catalog.grpc.address)"
      SHIPPING_SERVICE_ADDR = "\(shipping.grpc.address)"
    }
    ready grpc { every 10s; timeout 2s }
    live grpc { every 20s; timeout 3s; grace 30s }
    stop 5s
  }

  /// Converts prices. The one that is asked most.
  service currency {
    image "\(demo)/currencyservice:\(release)"
    user 1000 group 1000
    port grpc 7000
    cpu 100m..200m
    memory 64Mi..128Mi
    scale 2..4 on cpu 75%
    env {
      PORT = "\(self.grpc.port)"
      DISABLE_PROFILER = "1"
    }
    ready grpc { every 10s; timeout 2s }
    live grpc { every 20s; timeout 3s; grace 30s }
    stop 5s
  }

  /// Confirms orders; it only pretends to send.
  service mail {
    image "\(demo)/emailservice:\(release)"
    user 1000 group 1000
    port grpc 8080
    cpu 100m..200m
    memory 64Mi..128Mi
    env {
      PORT = "\(self.grpc.port)"
      DISABLE_PROFILER = "1"
    }
    ready grpc { every 10s; timeout 2s }
    live grpc { every 20s; timeout 3s; grace 30s }
    stop 5s
  }

  /// Charges cards; it only pretends to.
  service payment {
    image "\(demo)/paymentservice:\(release)"
    user 1000 group 1000
    port grpc 50051
    cpu 100m..200m
    memory 64Mi..128Mi
    env {
      PORT = "\(self.grpc.port)"
      DISABLE_PROFILER = "1"
    }
    ready grpc { every 10s; timeout 2s }
    live grpc { every 20s; timeout 3s; grace 30s }
    stop 5s
  }

  /// What sending costs, and tracking numbers.
  service shipping {
    image "\(demo)/shippingservice:\(release)"
    user 1000 group 1000
    port grpc 50051
    cpu 100m..200m
    memory 64Mi..128Mi
    env {
      PORT = "\(self.grpc.port)"
      DISABLE_PROFILER = "1"
    }
    ready grpc { every 10s; timeout 2s }
    live grpc { every 20s; timeout 3s; grace 30s }
    stop 5s
  }

  /// Goods that go with what is in the cart.
  service suggestions {
    image "\(demo)/recommendationservice:\(release)"
    user 1000 group 1000
    port grpc 8080
    cpu 100m..200m
    memory 220Mi..450Mi
    env {
      PORT = "\(self.grpc.port)"
      DISABLE_PROFILER = "1"
      PRODUCT_CATALOG_SERVICE_ADDR = "\(catalog.grpc.address)"
    }
    ready grpc { every 10s; timeout 2s }
    live grpc { every 20s; timeout 3s; grace 30s }
    stop 5s
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
      AD_SERVICE_ADDR = "\(ads.grpc.address)"
      CART_SERVICE_ADDR = "\(cart.grpc.address)"
      CHECKOUT_SERVICE_ADDR = "\(checkout.grpc.address)"
      CURRENCY_SERVICE_ADDR = "\(currency.grpc.address)"
      PRODUCT_CATALOG_SERVICE_ADDR = "\(catalog.grpc.address)"
      RECOMMENDATION_SERVICE_ADDR = "\(suggestions.grpc.address)"
      SHIPPING_SERVICE_ADDR = "\(shipping.grpc.address)"
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

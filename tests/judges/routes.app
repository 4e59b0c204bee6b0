// What `tests/judges/routes` asks two gateways about: Caddy with the Caddyfile, and Traefik with what the
// HTTPRoutes say.
app routes {
  targets compose, kubernetes
  routing gateway class "any"

  service web { image "ghcr.io/acme/web:1"; user 10001; port http 8080; ready exec ["true"] }
  service api { image "ghcr.io/acme/api:1"; user 10001; port http 8080 service 80; ready exec ["true"] }
  service beta { image "ghcr.io/acme/beta:1"; user 10001; port http 8080; ready exec ["true"] }
  service static { image "ghcr.io/acme/static:1"; user 10001; port http 8080; ready exec ["true"] }

  route "plain.localhost" {
    "/" -> web.http
    "/api" -> api.http {
      timeout 30s
      rewrite "/v1"
      set-request "X-Zone" = "eu west"
      remove-request "X-Debug"
      set-response "Cache-Control" = "no-store"
      remove-response "X-Powered-By"
    }
    "/api" -> beta.http { when-header "X-Beta" = "1"; when-header "X-Team" = "a b" }
    "/api" -> static.http { when-method PUT }
    "/api/v2" -> beta.http
    "/strip" -> api.http { rewrite "/" }
    "/find" -> web.http
    "/find" -> api.http { when-query "kind" = "a" }
    "/find" -> beta.http { when-query "kind" = "a"; when-query "page" = "2" }
    exact "/find" -> static.http
    exact "/ping" -> web.http { rewrite "/healthz" }
    redirect "/old" "/new"
    redirect "/moved" "https://docs.example.com/start" permanent
    redirect "/gone" "/"
    redirect exact "/only" "/one"
    redirect exact "/" "/home"
    redirect "/forms" "/letters" status 308
    redirect "/later" "/soon" status 307
    redirect "/posted" "/seen" status 303
    "/inner" -> api.http { rewrite host "inner.example.com" }
    "/both" -> beta.http { rewrite "/" host "both.example.com" }
    "/share" -> web.http { split beta.http 25% }
  }
  route "*.wild.localhost" { "/" -> static.http }
  route "a.wild.localhost" { "/" -> api.http }
  route "safe.localhost" { tls secret "safe"; https only; "/" -> web.http; "/api" -> api.http }
  route "both.localhost" { tls secret "both"; "/" -> web.http }
}

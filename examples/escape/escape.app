/// What the language has no word for, said in the words of the targets.
app escape {
  kubernetes version "1.35" {
    namespace { metadata { labels { "pod-security.kubernetes.io/enforce" = "restricted" } } }
    ingress { spec { ingressClassName = "traefik" } }
  }

  // At the top of the Compose file.
  compose {
    networks { default { driver_opts { "com.docker.network.driver.mtu" = "1450" } } }
  }

  // Pods of this class push others off a full node.
  resource "scheduling.k8s.io/v1" PriorityClass shop-front {
    value = 100000
    description = "The pages that visitors wait for"
  }

  service front {
    image "nginxinc/nginx-unprivileged:1.29.1-alpine"
    user 101
    port http 8080
    scale 2
    cpu 50m..
    memory 64Mi..128Mi
    ready http "/" with wget

    kubernetes {
      deployment {
        spec {
          revisionHistoryLimit = 3
          template {
            spec {
              priorityClassName = "shop-front"
              containers { front { terminationMessagePolicy = "FallbackToLogsOnError" } }
            }
          }
        }
      }
      podDisruptionBudget { spec { unhealthyPodEvictionPolicy = "AlwaysAllow" } }
      service { spec { trafficDistribution = "PreferClose" } }
    }
    compose {
      init = true
      shm_size = 64Mi
      extra_hosts = ["host.docker.internal:host-gateway"]
    }
  }

  route "escape.localhost" { "/" -> front.http }
}

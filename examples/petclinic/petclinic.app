edition "2026"

/// A pet clinic in the way of Spring: a config server, a registry of services, three services and
/// a gateway, which start in that order.
app petclinic {
  registry "ghcr.io/acme/petclinic"

  param version string = "2.1.0"

  /// How prices are written: a language tag such as `en-GB`.
  setting LOCALE string = "en-GB"
  /// What every virtual machine is started with.
  setting JAVA_TOOL_OPTIONS string = "-XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError"

  secrets {
    /// What the gateway shows to the services; they answer nobody else.
    gateway-token
  }

  /// What every service after the first two needs to know.
  let platform = {
    CONFIG_URL = "http://\(config.http.address)"
    DISCOVERY_URL = "http://\(discovery.http.address)"
    GATEWAY_TOKEN = secrets.gateway-token
    LOCALE = settings.LOCALE
  }

  /// One jar holds all programs; the first argument says which one it is to be.
  image clinic {
    context "./clinic"
    tag version
    ignore ["target", "*.md"]
    stage build {
      from "maven:3.9.9-eclipse-temurin-21-alpine"
      workdir "/src"
      copy "pom.xml" "./"
      copy "src/" "src/"
      run "mvn --batch-mode --no-transfer-progress package" { cache "/root/.m2" }
    }
    from "eclipse-temurin:21.0.5_11-jre-alpine"
    label "org.opencontainers.image.source" = "https://github.com/acme/petclinic"
    workdir "/opt/clinic"
    copy "/src/target/clinic.jar" "clinic.jar" from build
    user 10001 group 10001
    entrypoint ["java", "-jar", "clinic.jar"]
  }

  /// One of the programs of the jar.
  template program(name string, number int in 1024..65535, tier "platform" | "service" | "edge") {
    image clinic
    args [name]
    port http number
    cpu 100m..
    memory 96Mi..256Mi
    env {
      PORT = "\(self.http.port)"
      JAVA_TOOL_OPTIONS = settings.JAVA_TOOL_OPTIONS
    }
    ready http "/actuator/health" with wget { every 5s; timeout 3s; grace 30s }
    live http "/actuator/health" { every 20s; timeout 3s; grace 1min }
    label "tier" = tier
    annotation "prometheus.io/scrape" = "true"
    annotation "prometheus.io/path" = "/actuator/prometheus"
    annotation "prometheus.io/port" = "\(number)"
  }

  /// One that the registry knows, and that answers the gateway alone.
  template member(name string, number int) {
    extends program(name, number, "service")
    needs config ready
    needs discovery ready
    env platform
    env { ADDRESS = "\(self.http.address)" }
  }

  /// Hands out the settings of the others. First of all.
  service config {
    extends program("config", 8888, "platform")
    args ["config", "/etc/clinic"]
    files "/etc/clinic" from "./config"
  }

  /// Knows which services there are. Second.
  service discovery {
    extends program("discovery", 8761, "platform")
    needs config ready
  }

  /// The owners and their pets.
  service customers { extends member("customers", 8081); scale 2 }

  /// The doctors and what they know.
  service vets { extends member("vets", 8082) }

  /// Who came when, and what it cost.
  service visits { extends member("visits", 8083) }

  /// The door: asks the registry where a service is and passes requests on. Last.
  service gateway {
    extends program("gateway", 8080, "edge")
    cpu 200m..1
    memory 128Mi..320Mi
    scale 2..6 on cpu 70%
    needs customers ready
    needs vets ready
    needs visits ready
    env platform
  }

  /// `/actuator` stays inside.
  route "petclinic.localhost" { "/api" -> gateway.http }
}

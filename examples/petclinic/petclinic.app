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
    JAVA_TOOL_OPTIONS = settings.JAVA_TOOL_OPTIONS
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

  /// Hands out the settings of the others. First of all.
  service config {
    image clinic
    args ["config", "/etc/clinic"]
    port http 8888
    cpu 100m..
    memory 96Mi..256Mi
    env {
      PORT = "\(self.http.port)"
      JAVA_TOOL_OPTIONS = settings.JAVA_TOOL_OPTIONS
    }
    files "/etc/clinic" from "./config"
    ready http "/actuator/health" with wget { every 5s; timeout 3s; grace 30s }
    live http "/actuator/health" { every 20s; timeout 3s; grace 1min }
    label "tier" = "platform"
    annotation "prometheus.io/scrape" = "true"
    annotation "prometheus.io/path" = "/actuator/prometheus"
    annotation "prometheus.io/port" = "8888"
  }

  /// Knows which services there are. Second.
  service discovery {
    image clinic
    args ["discovery"]
    port http 8761
    cpu 100m..
    memory 96Mi..256Mi
    needs config ready
    env {
      PORT = "\(self.http.port)"
      JAVA_TOOL_OPTIONS = settings.JAVA_TOOL_OPTIONS
    }
    ready http "/actuator/health" with wget { every 5s; timeout 3s; grace 30s }
    live http "/actuator/health" { every 20s; timeout 3s; grace 1min }
    label "tier" = "platform"
    annotation "prometheus.io/scrape" = "true"
    annotation "prometheus.io/path" = "/actuator/prometheus"
    annotation "prometheus.io/port" = "8761"
  }

  /// The owners and their pets.
  service customers {
    image clinic
    args ["customers"]
    port http 8081
    cpu 100m..
    memory 96Mi..256Mi
    scale 2
    needs config ready
    needs discovery ready
    env platform
    env { ADDRESS = "\(self.http.address)"; PORT = "\(self.http.port)" }
    ready http "/actuator/health" with wget { every 5s; timeout 3s; grace 30s }
    live http "/actuator/health" { every 20s; timeout 3s; grace 1min }
    label "tier" = "service"
    annotation "prometheus.io/scrape" = "true"
    annotation "prometheus.io/path" = "/actuator/prometheus"
    annotation "prometheus.io/port" = "8081"
  }

  /// The doctors and what they know.
  service vets {
    image clinic
    args ["vets"]
    port http 8082
    cpu 100m..
    memory 96Mi..256Mi
    needs config ready
    needs discovery ready
    env platform
    env { ADDRESS = "\(self.http.address)"; PORT = "\(self.http.port)" }
    ready http "/actuator/health" with wget { every 5s; timeout 3s; grace 30s }
    live http "/actuator/health" { every 20s; timeout 3s; grace 1min }
    label "tier" = "service"
    annotation "prometheus.io/scrape" = "true"
    annotation "prometheus.io/path" = "/actuator/prometheus"
    annotation "prometheus.io/port" = "8082"
  }

  /// Who came when, and what it cost.
  service visits {
    image clinic
    args ["visits"]
    port http 8083
    cpu 100m..
    memory 96Mi..256Mi
    needs config ready
    needs discovery ready
    env platform
    env { ADDRESS = "\(self.http.address)"; PORT = "\(self.http.port)" }
    ready http "/actuator/health" with wget { every 5s; timeout 3s; grace 30s }
    live http "/actuator/health" { every 20s; timeout 3s; grace 1min }
    label "tier" = "service"
    annotation "prometheus.io/scrape" = "true"
    annotation "prometheus.io/path" = "/actuator/prometheus"
    annotation "prometheus.io/port" = "8083"
  }

  /// The door: asks the registry where a service is and passes requests on. Last.
  service gateway {
    image clinic
    args ["gateway"]
    port http 8080
    cpu 200m..1
    memory 128Mi..320Mi
    scale 2..6 on cpu 70%
    needs customers ready
    needs vets ready
    needs visits ready
    env platform
    env { PORT = "\(self.http.port)" }
    ready http "/actuator/health" with wget { every 5s; timeout 3s; grace 30s }
    live http "/actuator/health" { every 20s; timeout 3s; grace 1min }
    label "tier" = "edge"
    annotation "prometheus.io/scrape" = "true"
    annotation "prometheus.io/path" = "/actuator/prometheus"
    annotation "prometheus.io/port" = "8080"
  }

  /// `/actuator` stays inside.
  route "petclinic.localhost" { "/api" -> gateway.http }
}

edition "2026"

/// Greets people in their language and remembers how often. Small enough to be built and started
/// by every run of the tests, and yet it has a bit of everything: two services, a job that goes
/// first, a config, a setting, a secret, a volume and a route.
app greeter {
  /// The greeting of visitors who name no language.
  setting DEFAULT_LANGUAGE string = "en"

  /// Signs each answer, so that a visitor can tell that it came from here.
  secrets { signing-key }

  /// How to greet, by language.
  config texts {
    greetings = """
      [greetings]
      en = Hello, {name}!
      fr = Bonjour, {name} !
      de = Guten Tag, {name}!
      ja = こんにちは、{name}さん。
      shell = ${GREETING} $(name) costs $5, {{name}}
      """
  }

  /// Where the visits are counted: the migration makes the table, the backend fills it.
  volume visits 64Mi

  /// All three programs: the frontend, the backend and the migration are one file of Python.
  image greeter {
    tag "1.0.0"
    ignore ["*", "!src"]
    from "python:3.11.11-slim-bookworm"
    env { PYTHONDONTWRITEBYTECODE = "1"; PYTHONUNBUFFERED = "1" }
    /// A new volume takes its owner from the folder it covers.
    run "install --directory --owner 10001 --group 10001 /var/lib/greeter"
    workdir "/opt/greeter"
    copy "src/" "./"
    user 10001 group 10001
    entrypoint ["python3", "greeter.py"]
  }

  /// Makes the table that visits are counted in.
  job migrate {
    image greeter
    args ["migrate", "/var/lib/greeter/visits.db"]
    mount visits "/var/lib/greeter"
    retries 3
    timeout 2min
  }

  /// Knows the greetings and counts the visits.
  service backend {
    image greeter
    args ["backend", "/var/lib/greeter/visits.db"]
    port http 8081
    memory 32Mi..128Mi
    needs migrate done
    env {
      DEFAULT_LANGUAGE = settings.DEFAULT_LANGUAGE
      GREETINGS = "/etc/greeter/greetings.ini"
      PORT = "\(self.http.port)"
      SIGNING_KEY_FILE = "/run/secrets/signing-key"
    }
    file "/etc/greeter/greetings.ini" from texts.greetings
    file "/run/secrets/signing-key" from secrets.signing-key
    mount visits "/var/lib/greeter"
    ready shell "python3 greeter.py probe \"http://127.0.0.1:$PORT/ready\"" {
      every 2s
      timeout 5s
      failures 10
    }
    stop 5s
  }

  /// Turns greetings into pages, twice.
  service frontend {
    image greeter
    args ["frontend"]
    port http 8080
    memory 32Mi..128Mi
    scale 2
    needs backend ready
    env {
      BACKEND = "http://\(backend.http.address)"
      PORT = "\(self.http.port)"
      SIGNING_KEY = secrets.signing-key
    }
    ready exec ["python3", "greeter.py", "probe", "http://127.0.0.1:8080/ready"] {
      every 2s
      timeout 5s
      failures 10
    }
    stop 5s
  }

  route "greeter.localhost" {
    "/greet" -> frontend.http
    "/api" -> backend.http
    exact "/about" -> frontend.http
  }
}

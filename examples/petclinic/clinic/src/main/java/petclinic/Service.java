package petclinic;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A service behind the gateway: it fetches its settings, and tells the registry that it is there. */
final class Service {
    static final HttpClient CLIENT = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
    static final String TOKEN_HEADER = "X-Gateway-Token";

    private final String name;
    private final Web web;
    private final Properties settings = new Properties();

    private Service(String name, Web web) {
        this.name = name;
        this.web = web;
    }

    static Service join(String name, Web web) throws IOException, InterruptedException {
        Service service = new Service(name, web);
        service.settings.load(new StringReader(get(Clinic.env("CONFIG_URL") + "/config/" + name)));
        service.settings.setProperty("locale", Clinic.env("LOCALE"));
        long seconds = Long.parseLong(service.settings.getProperty("lease.seconds"));
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "lease");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleAtFixedRate(service::renew, 0, seconds, TimeUnit.SECONDS);
        return service;
    }

    void serve(Function<Properties, String> data) {
        String token = Clinic.env("GATEWAY_TOKEN");
        web.on("/", (request, rest) -> token.equals(request.getRequestHeaders().getFirst(TOKEN_HEADER))
                ? Web.Answer.json(data.apply(settings))
                : Web.Answer.text(403, "ask the gateway\n"));
    }

    private void renew() {
        HttpRequest request = HttpRequest.newBuilder(URI.create(Clinic.env("DISCOVERY_URL") + "/services/" + name))
                .timeout(Duration.ofSeconds(3)).PUT(HttpRequest.BodyPublishers.ofString(Clinic.env("ADDRESS"))).build();
        try {
            CLIENT.send(request, BodyHandlers.discarding());
        } catch (IOException problem) {
            System.err.println("the registry does not answer: " + problem);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static String get(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5)).build();
        var answer = CLIENT.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(url + " answers " + answer.statusCode());
        }
        return answer.body();
    }
}

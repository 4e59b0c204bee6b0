package petclinic;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who is there: services say so again and again, and are forgotten when they stop. */
final class Discovery {
    /** Three missed signs of life. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private record Entry(String address, Instant seen) {}

    private final Map<String, Entry> services = new ConcurrentHashMap<>();

    void serve(Web web) {
        web.on("/services/", (request, name) -> {
            if (request.getRequestMethod().equals("PUT")) {
                String address = new String(request.getRequestBody().readNBytes(256), StandardCharsets.UTF_8);
                services.put(name, new Entry(address, Instant.now()));
                return Web.Answer.text(204, "");
            }
            Entry entry = services.get(name);
            return entry == null || entry.seen().plus(LEASE).isBefore(Instant.now())
                    ? Web.Answer.text(404, "nobody of that name\n")
                    : Web.Answer.text(200, entry.address());
        });
    }
}

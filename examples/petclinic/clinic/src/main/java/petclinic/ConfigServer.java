package petclinic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Hands out {@code application.properties} and the properties of the service that asks. */
final class ConfigServer {
    private final Path folder;

    ConfigServer(Path folder) {
        this.folder = folder;
    }

    void serve(Web web) {
        web.on("/config/", (request, name) -> name.matches("[a-z]+")
                ? Web.Answer.text(200, read("application") + read(name))
                : Web.Answer.text(404, "no such service\n"));
    }

    private String read(String name) throws IOException {
        Path file = folder.resolve(name + ".properties");
        return Files.exists(file) ? Files.readString(file) : "";
    }
}

package petclinic;

import java.io.IOException;
import java.nio.file.Path;

/** The clinic: the first argument says which of its programs this process is. */
public final class Clinic {
    private Clinic() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        String role = args.length > 0 ? args[0] : "";
        Web web = new Web(role);
        switch (role) {
            case "config" -> new ConfigServer(Path.of(args[1])).serve(web);
            case "discovery" -> new Discovery().serve(web);
            case "customers" -> Service.join(role, web).serve(Data::customers);
            case "vets" -> Service.join(role, web).serve(Data::vets);
            case "visits" -> Service.join(role, web).serve(Data::visits);
            case "gateway" -> new Gateway().serve(web);
            default -> {
                System.err.println("usage: clinic config DIR|discovery|customers|vets|visits|gateway");
                System.exit(2);
            }
        }
        web.start();
    }

    /** A variable that has to be there. */
    static String env(String name) {
        String value = System.getenv(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException(name + " is not set");
        }
        return value;
    }
}

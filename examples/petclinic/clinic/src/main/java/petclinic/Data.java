package petclinic;

import java.text.NumberFormat;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;

/** What the services know. A clinic this small fits into its source. */
final class Data {
    private record Pet(String name, String kind, String owner) {}

    private record Vet(String name, String subject) {}

    private static final List<Pet> PETS = List.of(
            new Pet("Barnacle", "dog", "Ines"), new Pet("Mop", "cat", "Jo"), new Pet("Gull", "parrot", "Ines"));
    private static final List<Vet> VETS = List.of(new Vet("Dr Okafor", "surgery"), new Vet("Dr Lind", "dentistry"));

    private Data() {}

    static String customers(Properties settings) {
        return "[" + PETS.stream().map(pet -> String.format("{\"owner\":\"%s\",\"pet\":\"%s\",\"kind\":\"%s\"}",
                pet.owner(), pet.name(), pet.kind())).collect(Collectors.joining(",")) + "]\n";
    }

    static String vets(Properties settings) {
        return "[" + VETS.stream().map(vet -> String.format("{\"name\":\"%s\",\"subject\":\"%s\",\"clinic\":\"%s\"}",
                vet.name(), vet.subject(), settings.getProperty("clinic.name"))).collect(Collectors.joining(",")) + "]\n";
    }

    static String visits(Properties settings) {
        NumberFormat money = NumberFormat.getCurrencyInstance(Locale.forLanguageTag(settings.getProperty("locale")));
        money.setCurrency(Currency.getInstance("GBP"));
        String fee = money.format(Long.parseLong(settings.getProperty("visit.fee.pence")) / 100.0);
        return "[" + PETS.stream().map(pet -> String.format("{\"pet\":\"%s\",\"fee\":\"%s\"}", pet.name(), fee))
                .collect(Collectors.joining(",")) + "]\n";
    }
}

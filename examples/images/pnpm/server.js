// One page, and an end as soon as it is asked for: what is under way is answered first.
import { createServer } from "node:http";

const server = createServer((_, response) => response.end("hello from NAME\n"));
server.listen(Number(process.env.PORT ?? 3000));
process.on("SIGTERM", () => server.close());

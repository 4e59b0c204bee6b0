// Stands for a compiler: what runs is made from what is written.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

mkdirSync("dist", { recursive: true });
writeFileSync("dist/server.js", readFileSync("server.js", "utf8").replace("NAME", "Node, by pnpm"));

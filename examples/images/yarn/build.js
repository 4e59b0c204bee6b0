// Stands for a bundler: the pages are made from what is written.
import { cpSync } from "node:fs";

cpSync("site", "dist", { recursive: true });

// Notes over HTTP: GET / lists them, POST / adds one.
import { createServer } from "node:http";
import pg from "pg";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });

async function answer(request) {
  if (request.url === "/ready") {
    await pool.query("CREATE TABLE IF NOT EXISTS notes (id bigserial PRIMARY KEY, text text NOT NULL)");
    return "ready\n";
  }
  if (request.method !== "POST") {
    const { rows } = await pool.query("SELECT text FROM notes ORDER BY id");
    return rows.map((row) => `- ${row.text}\n`).join("");
  }
  let text = "";
  for await (const part of request.setEncoding("utf8")) text += part;
  await pool.query("INSERT INTO notes (text) VALUES ($1)", [text]);
  return "noted\n";
}

createServer((request, response) => {
  answer(request).then(
    (text) => response.end(text),
    (error) => {
      console.error(error);
      response.writeHead(500).end("it did not work\n");
    },
  );
}).listen(8080);

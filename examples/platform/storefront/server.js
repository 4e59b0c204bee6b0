// The pages: what the catalog has, and a word about the region that is being asked.
'use strict';

const http = require('node:http');

const { CATALOG_URL, PORT } = process.env;

async function page() {
  const answer = await fetch(`${CATALOG_URL}/api/catalog`, { signal: AbortSignal.timeout(3000) });
  const goods = await answer.json();
  const escape = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
  const items = goods.map(({ title, cents }) => `<li>${escape(title)}: ${(cents / 100).toFixed(2)}</li>`);
  return `<!doctype html><title>Market</title><h1>Market</h1><ul>${items.join('')}</ul>`;
}

const server = http.createServer(async (request, response) => {
  if (request.url === '/healthz' || request.url === '/ready') return response.writeHead(204).end();
  try {
    response.setHeader('Content-Type', 'text/html; charset=utf-8').end(await page());
  } catch (problem) {
    console.error(problem.message);
    response.writeHead(502).end('the catalog does not answer\n');
  }
});

server.listen(Number(PORT), () => console.log(`listening on ${PORT}`));
process.on('SIGTERM', () => server.close(() => process.exit(0)));

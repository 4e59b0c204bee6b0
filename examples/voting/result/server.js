// Shows the result. Every page that is open gets the counts whenever they change.
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { Pool } = require('pg');

const EVERY_MS = 1000;
const UNDEFINED_TABLE = '42P01'; // nobody has voted yet: the worker makes the table

const names = { a: process.env.OPTION_A, b: process.env.OPTION_B };
const page = fs.readFileSync(path.join(__dirname, 'page.html'));
const pool = new Pool({ max: 2, connectionTimeoutMillis: 3000 }); // libpq's variables say where
const listeners = new Set();
let latest = '';

pool.on('error', (problem) => console.error(`database: ${problem.message}`));

async function count() {
  const votes = { a: 0, b: 0 };
  try {
    const { rows } = await pool.query('SELECT choice, count(*)::int AS n FROM votes GROUP BY choice');
    for (const { choice, n } of rows) votes[choice] = n;
  } catch (problem) {
    if (problem.code !== UNDEFINED_TABLE) throw problem;
  }
  return JSON.stringify({ names, votes });
}

async function tick() {
  try {
    const now = await count();
    if (now !== latest) {
      latest = now;
      for (const listener of listeners) listener.write(`data: ${now}\n\n`);
    }
  } catch (problem) {
    console.error(`database: ${problem.message}`);
  }
}

const routes = {
  '/': (request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page);
  },
  '/events': (request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    if (latest) response.write(`data: ${latest}\n\n`);
    listeners.add(response);
    request.on('close', () => listeners.delete(response));
  },
  '/ready': async (request, response) => {
    try {
      await pool.query('SELECT 1');
      response.end('ready\n');
    } catch (problem) {
      response.writeHead(503).end(`${problem.message}\n`);
    }
  },
};

const server = http.createServer((request, response) => {
  const route = routes[request.url.split('?')[0]];
  if (route) route(request, response);
  else response.writeHead(404).end('nothing here\n');
});

const timer = setInterval(tick, EVERY_MS);
server.listen(Number(process.env.PORT));

process.on('SIGTERM', () => {
  clearInterval(timer);
  for (const listener of listeners) listener.end();
  server.close(() => pool.end());
});

// A client of `wharf lsp`, over its standard input and output.

import { spawn } from "node:child_process";

export class Client {
  #child;
  #waiting = new Map();
  #listeners = new Map();
  #next = 1;
  #read = Buffer.alloc(0);
  /** The id of its process. */
  pid;
  /** The exit code, once it has ended. */
  ended;

  /** Starts a server. */
  constructor(command, args) {
    this.#child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
    this.pid = this.#child.pid;
    this.#child.stdout.on("data", (data) => this.#take(data));
    this.ended = new Promise((resolve) => {
      this.#child.on("error", (error) => this.#fail(`${command}: ${error.message}`, resolve));
      this.#child.on("exit", (code) => this.#fail(`the server ended with ${code}`, () => resolve(code)));
    });
  }

  /** Asks, and gives the answer. */
  request(method, params) {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#send({ id, method, params });
    });
  }

  /** Says something. */
  notify(method, params) {
    this.#send({ method, params });
  }

  /** Calls back for each message of that method that the server sends by itself. */
  on(method, listener) {
    this.#listeners.set(method, listener);
  }

  /** Begins the session. */
  async initialize(capabilities = {}, rest = {}) {
    const params = { processId: process.pid, rootUri: null, capabilities, ...rest };
    const answer = await this.request("initialize", params);
    this.notify("initialized", {});
    return answer;
  }

  /** Ends the session, and gives the exit code. */
  async shutdown() {
    await this.request("shutdown");
    this.notify("exit");
    return this.ended;
  }

  #send(message) {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #fail(why, resolve) {
    for (const { reject } of this.#waiting.values()) reject(new Error(why));
    this.#waiting.clear();
    resolve();
  }

  #take(data) {
    this.#read = this.#read.length === 0 ? data : Buffer.concat([this.#read, data]);
    for (;;) {
      const end = this.#read.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#read.toString("ascii", 0, end))?.[1]);
      if (this.#read.length < end + 4 + length) return;
      const body = this.#read.toString("utf8", end + 4, end + 4 + length);
      this.#read = this.#read.subarray(end + 4 + length);
      this.#dispatch(JSON.parse(body));
    }
  }

  #dispatch({ id, method, params, result, error }) {
    if (method !== undefined) {
      this.#listeners.get(method)?.(params);
      // What the server asks for is granted.
      if (id !== undefined) this.#send({ id, result: null });
      return;
    }
    const { resolve, reject } = this.#waiting.get(id) ?? {};
    this.#waiting.delete(id);
    if (error) reject?.(new Error(error.message));
    else resolve?.(result);
  }
}

// The page's side of the compiler: what has changed goes out, what is found comes in. Answers about an older
// text than the newest are dropped.

import type { Answers, Built, Change, Files, Found, FromWorker, Question, ToWorker } from "./data";

export interface Listener {
  found(found: Found): void;
  built(built: Built): void;
  /** The compiler stopped and has been started again: all has to be looked at anew. */
  restarted(message: string): void;
  /** The compiler cannot be had. */
  gone(message: string): void;
}

type Message = ToWorker extends infer M ? (M extends ToWorker ? Omit<M, "revision"> : never) : never;

/** How often it is started again, with no answer between, before that is given up. */
const STARTS = 3;

/** How often a question is asked again when the text changes while it is answered. */
const TRIES = 5;

export class Engine {
  #worker: Worker | undefined;
  /** The number of the text. */
  #revision = 0;
  /** The number of the last look. */
  #look = 0;
  /** The text of which the last finding was. */
  #foundAt = -1;
  #asked = 0;
  /** Who waits for the answers that are still to come. */
  #open = new Map<number, (value: unknown) => void>();
  #starts = 0;
  #ready = false;

  constructor(
    private readonly listener: Listener,
    /** All texts as they are now, for a compiler that has to begin anew. */
    private readonly files: () => Files,
  ) {
    this.#start();
  }

  /** Whether the last finding is of the text as it is now: only then do its ranges fit. */
  get fresh(): boolean {
    return this.#foundAt === this.#revision;
  }

  #start() {
    this.#starts += 1;
    this.#ready = false;
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#receive(data);
    worker.onerror = (event) => this.#broken(event.message || "its program cannot be loaded");
    this.#worker = worker;
  }

  /** Tries again after it was gone. */
  retry() {
    this.#starts = 0;
    this.#start();
    this.project(this.files());
  }

  #receive(message: FromWorker) {
    switch (message.kind) {
      case "ready":
        this.#ready = true;
        break;
      case "found":
        this.#starts = 0;
        if (message.found.look !== this.#look) break;
        this.#foundAt = this.#revision;
        this.listener.found(message.found);
        break;
      case "built":
        if (message.built.look === this.#look) this.listener.built(message.built);
        break;
      case "answer": {
        const resolve = this.#open.get(message.id);
        this.#open.delete(message.id);
        resolve?.(message.stale ? undefined : message.value);
        break;
      }
      case "broken":
        this.#broken(message.message);
        break;
    }
  }

  #broken(message: string) {
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const resolve of this.#open.values()) resolve(undefined);
    this.#open.clear();
    // What could not even be loaded is not loaded by asking again at once.
    if (!this.#ready || this.#starts >= STARTS) {
      this.listener.gone(message);
      return;
    }
    this.#start();
    this.project(this.files());
    this.listener.restarted(message);
  }

  #send(message: Message) {
    this.#worker?.postMessage({ ...message, revision: this.#revision });
  }

  /** All files are others. */
  project(files: Files) {
    this.#revision += 1;
    this.#send({ kind: "project", files: { ...files } });
  }

  /** A file has another text, or with `null` is gone. */
  file(path: string, text: string | null) {
    this.#revision += 1;
    this.#send({ kind: "file", path, text });
  }

  /** Changes of one text, all counted before any of them, in their order. */
  edit(path: string, changes: Change[]) {
    this.#revision += 1;
    this.#send({ kind: "edit", path, changes });
  }

  /** Asks for all that is found in the project, for the colours of a file, and for the outputs of an app's file. */
  look(path: string, app: string | null, environment: string | null) {
    this.#look += 1;
    this.#send({ kind: "look", look: this.#look, path, app, environment });
  }

  /** Asks something; `undefined` where the text has changed meanwhile, or the compiler is gone. */
  async ask<Q extends Question>(question: Q, ...args: (string | number | null)[]): Promise<Answers[Q] | undefined> {
    if (!this.#worker) return undefined;
    const id = ++this.#asked;
    const revision = this.#revision;
    const value = await new Promise<unknown>((resolve) => {
      this.#open.set(id, resolve);
      this.#send({ kind: "ask", id, question, args });
    });
    const still = revision === this.#revision || question === "explain" || question === "text";
    return still ? (value as Answers[Q] | undefined) : undefined;
  }

  /** As `ask`, again while the text changes under it. */
  async insist<Q extends Question>(question: Q, args: () => (string | number | null)[]): Promise<Answers[Q] | undefined> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const answer = await this.ask(question, ...args());
      if (answer !== undefined) return answer;
    }
    return undefined;
  }
}

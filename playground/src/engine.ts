// The page's side of the compiler: what has changed goes out, what is found comes in. Answers about an older
// text than the newest are dropped.

import type { Answers, Built, Change, Files, Found, FromWorker, Question, ToWorker } from "./data";

export interface Listener {
  found(found: Found): void;
  built(built: Built): void;
  /** The compiler stopped and has been started again. */
  restarted(message: string): void;
}

type Message = ToWorker extends infer M ? (M extends ToWorker ? Omit<M, "revision"> : never) : never;

/** How often it is started again before that is given up. */
const STARTS = 4;

export class Engine {
  #worker: Worker;
  #revision = 0;
  #asked = 0;
  #open = new Map<number, (value: unknown) => void>();
  #starts = 0;

  constructor(
    private readonly listener: Listener,
    /** All texts as they are now, for a compiler that has to begin anew. */
    private readonly files: () => Files,
  ) {
    this.#worker = this.#start();
  }

  #start(): Worker {
    this.#starts += 1;
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#receive(data);
    worker.onerror = (event) => this.#broken(event.message);
    return worker;
  }

  #receive(message: FromWorker) {
    switch (message.kind) {
      case "ready":
        break;
      case "found":
        if (message.found.revision === this.#revision) this.listener.found(message.found);
        break;
      case "built":
        if (message.built.revision === this.#revision) this.listener.built(message.built);
        break;
      case "answer":
        this.#open.get(message.id)?.(message.value);
        this.#open.delete(message.id);
        break;
      case "broken":
        this.#broken(message.message);
        break;
    }
  }

  #broken(message: string) {
    this.#worker.terminate();
    for (const answer of this.#open.values()) answer(null);
    this.#open.clear();
    if (this.#starts < STARTS) {
      this.#worker = this.#start();
      this.project(this.files());
    }
    this.listener.restarted(message);
  }

  #send(message: Message) {
    this.#worker.postMessage({ ...message, revision: this.#revision });
  }

  /** All files are others. */
  project(files: Files) {
    this.#revision += 1;
    this.#send({ kind: "project", files });
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

  /** Asks for all that is found in the project and for the outputs of a file's apps. */
  look(path: string, environment: string | null) {
    this.#revision += 1;
    this.#send({ kind: "look", path, environment });
  }

  /** Asks something; `null` where the text has changed meanwhile. */
  ask<Q extends Question>(question: Q, ...args: (string | number | null)[]): Promise<Answers[Q] | null> {
    const id = ++this.#asked;
    const answer = new Promise<unknown>((resolve) => this.#open.set(id, resolve));
    this.#send({ kind: "ask", id, question, args });
    return answer as Promise<Answers[Q] | null>;
  }
}

// What the compiler answers: the plain data of `wharf-ide`. Offsets count UTF-16 code units.

export interface Span {
  start: number;
  end: number;
}

export interface Place {
  path: string;
  range: Span;
}

export interface TextEdit extends Place {
  text: string;
}

export type Severity = "error" | "warning" | "note";

export interface QuickFix {
  title: string;
  edits: TextEdit[];
  safe: boolean;
}

export interface Problem {
  code: string;
  severity: Severity;
  message: string;
  range: Span;
  label: string;
  related: { place: Place; message: string }[];
  notes: string[];
  fixes: QuickFix[];
  unnecessary: boolean;
}

export interface CompletionItem {
  label: string;
  kind: string;
  detail: string;
  documentation: string;
  range: Span;
  insert: string;
  snippet: boolean;
  rank: number;
}

export interface HoverInfo {
  range: Span;
  markdown: string;
}

/** Three numbers a token: its start, its end, and the number of its kind. */
export interface Tokens {
  kinds: string[];
  data: number[];
}

export interface Fold {
  range: Span;
  kind: string;
}

export interface OutputFile {
  /** Below the app's folder. */
  path: string;
  text: string;
  places: Place[];
  /** For each line the number of its place, or -1. */
  lines: number[];
}

export interface OutputApp {
  name: string;
  folder: string;
  environment: string | null;
  files: OutputFile[];
}

export interface Outputs {
  /** Whether an error stands in the way of some of them. */
  failed: boolean;
  apps: OutputApp[];
}

export type Files = Record<string, string>;

/** What is found in the source that is looked at. */
export interface Found {
  /** The number of the look that it answers. */
  look: number;
  path: string;
  problems: [string, Problem[]][];
  tokens: Tokens;
  folds: Fold[];
  /** Of the apps whose outputs are shown. */
  environments: string[];
  /** How long it took, in milliseconds. */
  took: number;
}

export interface Built {
  look: number;
  outputs: Outputs;
  took: number;
}

export interface Change {
  from: number;
  to: number;
  insert: string;
}

/** The questions that can be asked of a place, with what each answers. */
export interface Answers {
  completions: CompletionItem[];
  hover: HoverInfo | null;
  definition: Place[];
  prepareRename: { name: string; range: Span } | { error: string };
  rename: { edits: TextEdit[] } | { error: string };
  format: TextEdit[] | null;
  fixAll: TextEdit[];
  text: string | null;
  explain: string | null;
  /** The outputs of every app of the project. */
  everything: Outputs;
}

export type Question = keyof Answers;

export type ToWorker =
  | { kind: "project"; files: Files; revision: number }
  | { kind: "file"; path: string; text: string | null; revision: number }
  | { kind: "edit"; path: string; changes: Change[]; revision: number }
  | { kind: "look"; look: number; path: string; app: string | null; environment: string | null; revision: number }
  | { kind: "ask"; id: number; question: Question; args: (string | number | null)[]; revision: number };

export type FromWorker =
  | { kind: "ready" }
  | { kind: "found"; found: Found }
  | { kind: "built"; built: Built }
  | { kind: "answer"; id: number; stale: boolean; value: unknown }
  | { kind: "broken"; message: string };

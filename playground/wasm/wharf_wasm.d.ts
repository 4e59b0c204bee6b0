/* tslint:disable */
/* eslint-disable */

/**
 * A project, open in an editor.
 *
 * Answers are JSON texts of the plain data that `wharf-ide` describes. A range counts UTF-16 code units, as
 * JavaScript's strings do; it is of the file whose `path` stands beside or around it, else of the file that was
 * asked about. What has not changed between two questions is not checked again.
 */
export class Session {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Takes a file away.
     */
    close(path: string): void;
    /**
     * What may be written at an offset: `[Completion…]`.
     */
    completions(path: string, offset: number): string;
    /**
     * Where the thing at an offset is declared: `[Place…]`.
     */
    definition(path: string, offset: number): string;
    /**
     * Replaces the units from `start` to `end` of a file's text. Gives whether it could be done: the file is
     * there and has such a range.
     */
    edit(path: string, start: number, end: number, text: string): boolean;
    /**
     * The environments that the apps of a file declare: `["prod"…]`.
     */
    environments(path: string): string;
    /**
     * The edits that apply all safe fixes of a file: `[TextEdit…]`.
     */
    fixAll(path: string): string;
    /**
     * What can be folded in a file: `[Fold…]`.
     */
    folds(path: string): string;
    /**
     * The edits that format a file: `[TextEdit…]`, or `null` where it does not parse.
     */
    format(path: string): string;
    /**
     * What is known of the thing at an offset: `Hover` or `null`.
     */
    hover(path: string, offset: number): string;
    /**
     * A project without files.
     */
    constructor();
    /**
     * Gives a file a text; one that is not there comes. Paths are relative to the project's folder.
     */
    open(path: string, text: string): void;
    /**
     * The outputs of a file's apps, as their own bodies say or in an environment.
     *
     * Gives `{"failed": false, "apps": [{"name", "folder", "environment", "files": [{"path", "text", "places":
     * [Place…], "lines": [n…]}…]}…]}`; `lines` has for each line of the text the number of its place, or -1.
     */
    outputs(path: string, environment?: string | null): string;
    /**
     * The name at an offset that could be changed: `{"name": "…", "range": …}`, or `{"error": "why"}`.
     */
    prepareRename(path: string, offset: number): string;
    /**
     * What is wrong in all files: `[["path", [Problem…]]…]`.
     */
    problems(): string;
    /**
     * Where the thing at an offset stands, its declaration included: `[Place…]`.
     */
    references(path: string, offset: number): string;
    /**
     * The edits that give the thing at an offset another name: `{"edits": [TextEdit…]}`, or `{"error": "why"}`.
     */
    rename(path: string, offset: number, name: string): string;
    /**
     * The declarations of a file: `[Symbol…]`.
     */
    symbols(path: string): string;
    /**
     * The text of a file, of one that comes with the compiler, too.
     */
    text(path: string): string | undefined;
    /**
     * What each piece of a file's text is: `{"kinds": ["keyword"…], "data": [start, end, kind…]}`, three numbers a
     * token.
     */
    tokens(path: string): string;
}

/**
 * Checks `entry`, one path or a JSON list of them.
 *
 * Gives `{"diagnostics": […]}`, as `wharf check --format json` prints it; `{"error": "…"}` where
 * the arguments are not what is described here.
 */
export function check(sources: string, entry: string): string;

/**
 * Compiles `entry`, one path or a JSON list of them.
 *
 * Gives `{"files": {"<app>/<path>": "text"}, "diagnostics": […]}`, the files as `wharf build`
 * writes them into `dist`; `{"error": "…"}` where the arguments are not what is described here.
 */
export function compile(sources: string, entry: string): string;

/**
 * What a code such as `W0201` means, in Markdown.
 */
export function explain(code: string): string | undefined;

/**
 * The formatted text of a file.
 *
 * Gives `{"text": "…"}`, or `{"diagnostics": […]}` where the file does not parse.
 */
export function format(name: string, text: string): string;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_session_free: (a: number, b: number) => void;
    readonly check: (a: number, b: number, c: number, d: number) => [number, number];
    readonly compile: (a: number, b: number, c: number, d: number) => [number, number];
    readonly explain: (a: number, b: number) => [number, number];
    readonly format: (a: number, b: number, c: number, d: number) => [number, number];
    readonly session_close: (a: number, b: number, c: number) => void;
    readonly session_completions: (a: number, b: number, c: number, d: number) => [number, number];
    readonly session_definition: (a: number, b: number, c: number, d: number) => [number, number];
    readonly session_edit: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => number;
    readonly session_environments: (a: number, b: number, c: number) => [number, number];
    readonly session_fixAll: (a: number, b: number, c: number) => [number, number];
    readonly session_folds: (a: number, b: number, c: number) => [number, number];
    readonly session_format: (a: number, b: number, c: number) => [number, number];
    readonly session_hover: (a: number, b: number, c: number, d: number) => [number, number];
    readonly session_new: () => number;
    readonly session_open: (a: number, b: number, c: number, d: number, e: number) => void;
    readonly session_outputs: (a: number, b: number, c: number, d: number, e: number) => [number, number];
    readonly session_prepareRename: (a: number, b: number, c: number, d: number) => [number, number];
    readonly session_problems: (a: number) => [number, number];
    readonly session_references: (a: number, b: number, c: number, d: number) => [number, number];
    readonly session_rename: (a: number, b: number, c: number, d: number, e: number, f: number) => [number, number];
    readonly session_symbols: (a: number, b: number, c: number) => [number, number];
    readonly session_text: (a: number, b: number, c: number) => [number, number];
    readonly session_tokens: (a: number, b: number, c: number) => [number, number];
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __wbindgen_start: () => void;
}

export type SyncInitInput = BufferSource | WebAssembly.Module;

/**
 * Instantiates the given `module`, which can either be bytes or
 * a precompiled `WebAssembly.Module`.
 *
 * @param {{ module: SyncInitInput }} module - Passing `SyncInitInput` directly is deprecated.
 *
 * @returns {InitOutput}
 */
export function initSync(module: { module: SyncInitInput } | SyncInitInput): InitOutput;

/**
 * If `module_or_path` is {RequestInfo} or {URL}, makes a request and
 * for everything else, calls `WebAssembly.instantiate` directly.
 *
 * @param {{ module_or_path: InitInput | Promise<InitInput> }} module_or_path - Passing `InitInput` directly is deprecated.
 *
 * @returns {Promise<InitOutput>}
 */
export default function __wbg_init (module_or_path: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;

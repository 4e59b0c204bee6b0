// The client of `wharf lsp` in VS Code. All that it knows of the language the server tells it.

import { commands, window, workspace } from "vscode";
import { LanguageClient } from "vscode-languageclient/node";

/** The name of the settings: `wharf.path`, and `wharf.trace.server`, which the client reads by itself. */
const ID = "wharf";

let client;
let channel;

/** The program that the settings name. */
function program() {
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
  return workspace.getConfiguration(ID).get("path", ID).replaceAll("${workspaceFolder}", folder);
}

async function start() {
  const command = program();
  client = new LanguageClient(ID, "Wharf", { command, args: ["lsp"] }, {
    documentSelector: ["file", "untitled"].map((scheme) => ({ language: ID, scheme })),
    outputChannel: channel,
  });
  try {
    await client.start();
  } catch (error) {
    const settings = "Open the settings";
    const why = `\`${command} lsp\` does not start: ${error.message ?? error}`;
    // Nobody has to answer before the editor goes on.
    void window.showErrorMessage(why, settings).then((chosen) => {
      if (chosen === settings) return commands.executeCommand("workbench.action.openSettings", `${ID}.path`);
    });
  }
}

async function stop() {
  const old = client;
  client = undefined;
  // One that did not start cannot be stopped.
  if (old?.isRunning()) await old.dispose();
}

let restarting = Promise.resolve();

/** Starts the server anew; of two that ask, the second waits for the first. */
function restart() {
  restarting = restarting.then(stop).then(start);
  return restarting;
}

export async function activate(context) {
  channel = window.createOutputChannel("Wharf", { log: true });
  context.subscriptions.push(
    channel,
    commands.registerCommand(`${ID}.restart`, restart),
    commands.registerCommand(`${ID}.log`, () => channel.show()),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${ID}.path`)) return restart();
    }),
  );
  await restart();
  return { client: () => client };
}

export async function deactivate() {
  await restarting;
  await stop();
}

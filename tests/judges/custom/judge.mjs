// Judges custom resources by the validators of @kubernetes-models, which hold what the CRDs say of types,
// required fields, choices, lengths and patterns (not the ranges of ports, and no CEL).
// usage: judge.mjs NODE_MODULES: reads an object a line, as JSON, and answers each with a line: a list of texts.
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const PACKAGES = {
  'bitnami.com': 'sealed-secrets',
  'cert-manager.io': 'cert-manager',
  'external-secrets.io': 'external-secrets',
  'gateway.networking.k8s.io': 'gateway-api',
  'keda.sh': 'keda',
};
const modules = process.argv[2];

async function modelOf({ apiVersion, kind }) {
  const [group, version] = apiVersion.split('/');
  const folder = `${modules}/@kubernetes-models/${PACKAGES[group]}`;
  if (!existsSync(folder)) throw new Error(`no ${folder}: run tests/judges/install`);
  if (!/^\w+$/.test(kind) || !/^\w+$/.test(version)) return undefined;
  const file = `${folder}/${group}/${version}/${kind}.js`;
  // Types within objects stand beside the kinds: only a kind has a list.
  if (!existsSync(file) || !existsSync(file.replace(/\.js$/, 'List.js'))) return undefined;
  return (await import(pathToFileURL(file)))[kind];
}

// The validators say nothing of fields that they do not know, and never look at them either: an object is
// handed to them in a proxy that notes what is asked for. One whose fields nobody asks for may have any.
function watched(value, path, seen) {
  if (typeof value !== 'object' || value === null) return value;
  const parts = new Map();
  const asked = new Set();
  seen.push({ value, path, asked });
  return new Proxy(value, {
    get(target, key) {
      if (typeof key === 'string') asked.add(key);
      if (!Object.hasOwn(target, key)) return target[key];
      if (!parts.has(key)) parts.set(key, watched(target[key], `${path}/${key}`, seen));
      return parts.get(key);
    },
  });
}

async function judge(item) {
  const model = await modelOf(item);
  if (!model) return [`no kind ${item.kind} in ${item.apiVersion}`];
  const seen = [];
  const said = [];
  try {
    model.prototype.validate.call(watched(item, '', seen));
  } catch (error) {
    if (!error.errors) throw error;
    said.push(...error.errors.map((e) => `${e.instancePath || 'top'}: ${e.message}`));
  }
  for (const { value, path, asked } of seen) {
    for (const [key, field] of Object.entries(value)) {
      if (field === null) said.push(`${path}/${key}: is null`);
      if (!Array.isArray(value) && asked.size && !asked.has(key)) said.push(`${path}/${key}: no such field`);
    }
  }
  return [...new Set(said)];
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await judge(JSON.parse(line))));
}

// Checks Kubernetes objects, as kubectl kustomize builds them, against the schemas of the API: wrong types, what is missing, and fields that
// the API does not know, which a cluster would drop without a word. Usage: node check.mjs <file.yaml>…  (see check.sh)
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const packages = pathToFileURL(process.env.MANIFEST_PACKAGES + "/node_modules/");
const { loadAll } = await import(new URL("js-yaml/dist/js-yaml.mjs", packages));
let faults = 0;

for (const file of process.argv.slice(2)) {
  const objects = loadAll(readFileSync(file, "utf8"));
  for (const object of objects) {
    for (const fault of await check(object)) {
      console.error(`${file}: ${object.kind} ${object.metadata?.name}: ${fault}`);
      faults++;
    }
  }
  console.log(`${file}: ${objects.length} objects`);
}

process.exit(faults === 0 ? 0 : 1);

async function check(object) {
  const schema = new URL(`kubernetes-models/_schemas/${schemaName(object)}.js`, packages);
  const { validate } = await import(schema);
  // The validators ask for each field that the schema has, and go through maps as a whole: what nobody asked for is in no schema.
  const asked = new Map();
  const faults = validate(watch(object, asked)) ? [] : validate.errors.map((error) => `${error.instancePath} breaks "${error.keyword}" ${JSON.stringify(error.params)}`);
  return [...faults, ...unknown(object, "", asked)];
}

// apps/v1 Deployment → IoK8sApiAppsV1Deployment; networking.k8s.io/v1 → …NetworkingV1…; v1 → …CoreV1….
function schemaName({ apiVersion, kind }) {
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["core", apiVersion];
  return `IoK8sApi${capital(group.split(".")[0])}${capital(version)}${kind}`;
}

function capital(word) {
  return word[0].toUpperCase() + word.slice(1);
}

function watch(value, asked) {
  if (value === null || typeof value !== "object") {
    return value;
  }

  if (!asked.has(value)) {
    asked.set(value, new Set());
  }

  return new Proxy(value, {
    get(target, name) {
      asked.get(value).add(name);
      return watch(target[name], asked);
    },
    ownKeys(target) {
      const names = Reflect.ownKeys(target);
      names.forEach((name) => asked.get(value).add(name));
      return names;
    },
  });
}

function* unknown(value, path, asked) {
  // What is below a field that nobody looked into is free to be anything.
  if (value === null || typeof value !== "object" || !asked.has(value)) {
    return;
  }

  for (const [name, child] of Object.entries(value)) {
    if (asked.get(value).has(name)) {
      yield* unknown(child, `${path}/${name}`, asked);
    } else if (!Array.isArray(value)) {
      yield `${path}/${name} is no field of the API`;
    }
  }
}
